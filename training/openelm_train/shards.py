"""Token shards: from the manifest to flat uint16 streams, the same ones every time."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np

from openelm_train.data import heldout, pack, pairs
from openelm_train.data.collect import WORKERS, File, collect, save_report
from openelm_train.data.dedup import Deduplicator
from openelm_train.data.fetch import fetched_pinned, sha256_of
from openelm_train.data.languages import DATA, PROSE, is_test
from openelm_train.data.packages import BUILD, MANIFEST, ROOT, Package, read_table
from openelm_train.data.sample import PROFILES, select, wanted
from openelm_train.errors import TrainingError
from openelm_train.tokenizer import FILE_SEP, CodeTokenizer, load

SHARDS = BUILD / "shards"
SEED = "openelm-shards-1"
PART_TOKENS = 16 << 20
"""A part is at most 32 MiB of two-byte ids."""
GROUP_CHARS = 400_000
"""Files are shuffled in groups of about this size, so that neighbours stay together."""
PAIRS_PER_FILE = 3
PAIRED_FILES = 0.5
CLEAN_COMMENTS = (0.06, 0.5)

Mix = tuple[str, str]
"""Kind of text (code, clean, pairs, prose) and language id."""


@dataclass(frozen=True)
class Group:
    """Files of one package and one mix that are encoded and shuffled together."""

    package: str
    mix: Mix
    files: tuple[File, ...]


def mix_of(file: File) -> str:
    """`prose`, `clean` (commented code of middle size that is no test), or `code`."""
    if file.language in PROSE:
        return "prose"
    if file.language in DATA or is_test(file.path) or not 800 <= len(file.text) <= 40_000:
        return "code"
    lines = [line.lstrip() for line in file.text.split("\n")]
    comments = sum(line.startswith(("#", "//", "/*", "*", '"""', ":param", "///")) for line in lines)
    docs = file.text.count('"""') * 1.5 if file.language == "python" else 0
    low, high = CLEAN_COMMENTS
    return "clean" if low <= (comments + docs) / len(lines) <= high else "code"


def _groups(package: Package, files: Sequence[File]) -> Iterator[Group]:
    by_mix: dict[Mix, list[File]] = defaultdict(list)
    for file in sorted(files, key=lambda f: (f.path.rpartition("/")[0], f.path)):
        by_mix[mix_of(file), file.language].append(file)
    for mix, members in sorted(by_mix.items()):
        batch: list[File] = []
        size = 0
        for file in members:
            batch.append(file)
            size += len(file.text)
            if size >= GROUP_CHARS:
                yield Group(package.name, mix, tuple(batch))
                batch, size = [], 0
        if batch:
            yield Group(package.name, mix, tuple(batch))


def _pair_documents(group: Group) -> Iterator[pack.Document]:
    for file in group.files:
        rng = Random(f"{SEED}:pairs:{group.package}:{file.path}")
        if is_test(file.path) or rng.random() > PAIRED_FILES:
            continue
        found = pairs.extract(file.language, file.text)
        for pair in rng.sample(found, min(PAIRS_PER_FILE, len(found))):
            yield from pairs.documents(pair, rng)


Encoded = tuple[Mix, bytes, int]
"""A mix, its ids as little-endian uint16, and the bytes of text in them."""

_tokenizer: CodeTokenizer
_context: int


def _start_worker(size: str, context: int) -> None:
    global _tokenizer, _context
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # one process a core already
    _tokenizer, _context = load(size), context


def _stream(documents: Sequence[pack.Document]) -> tuple[bytes, int]:
    ids = [np.asarray(d, dtype="<u2") for d in pack.encode(documents, _tokenizer, _context)]
    text = sum(len(p.encode()) for d in documents for p in d.pieces if isinstance(p, str))
    return (np.concatenate(ids).tobytes() if ids else b""), text


def _encode_group(group: Group) -> list[Encoded]:
    made = list(pack.documents(group.package, group.files, _context, SEED))
    encoded = [(group.mix, *_stream(made))]
    chats = list(_pair_documents(group)) if group.mix[0] in ("code", "clean") else []
    if chats:
        encoded.append((("pairs", group.mix[1]), *_stream(chats)))
    return encoded


def _write_parts(folder: Path, mix: Mix, streams: list[tuple[bytes, int]]) -> Iterator[dict[str, object]]:
    """Write one mix, its groups in a fixed random order, in parts of at most PART_TOKENS."""
    Random(f"{SEED}:{mix}").shuffle(streams)
    batch: list[bytes] = []
    tokens = text = number = 0
    for at, (ids, size) in enumerate(streams):
        batch.append(ids)
        tokens, text = tokens + len(ids) // 2, text + size
        last = at + 1 == len(streams)
        if not last and tokens + len(streams[at + 1][0]) // 2 <= PART_TOKENS:
            continue
        name = f"{mix[0]}-{mix[1]}-{number:02}.bin"
        (folder / name).write_bytes(b"".join(batch))
        yield {
            "file": name, "mix": mix[0], "language": mix[1], "tokens": tokens, "bytes_of_text": text,
            "sha256": sha256_of(folder / name),
        }  # fmt: skip
        batch, tokens, text, number = [], 0, 0, number + 1


def heldout_parts(folder: Path, size: str) -> list[dict[str, object]]:
    """Write the held-out documents, left to right, one part per language; needs no download."""
    _start_worker(size, 1 << 30)
    by_language: dict[str, list[pack.Document]] = defaultdict(list)
    for record in heldout.read_documents():
        header: list[pack.Piece] = [FILE_SEP, f"{record['path']}\n"]
        by_language[record["language"]].append(pack.plain(header, record["text"]))
    parts: list[dict[str, object]] = []
    for language, documents in by_language.items():
        parts += _write_parts(folder, ("heldout", language), [_stream(documents)])
    return parts


def build(profile: str, packages: Sequence[Package]) -> Path:
    """Fetch, clean, deduplicate, encode and write the shards of a profile; the folder they are in."""
    settings = PROFILES[profile]
    folder = SHARDS / profile
    chosen = wanted(profile, packages)
    clock = time.monotonic()

    def say(done: str) -> None:
        print(f"{time.monotonic() - clock:6.0f} s  {done}", flush=True)

    collected = collect(fetched_pinned(chosen))
    say(f"{len(chosen)} packages fetched, verified and cleaned")
    deduplicator = Deduplicator()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    streams: dict[Mix, list[tuple[bytes, int]]] = defaultdict(list)
    with get_context("fork").Pool(WORKERS, _start_worker, (settings.tokenizer, settings.context)) as pool:
        groups = (
            g for package, files in select(profile, chosen, deduplicator) for g in _groups(package, files)
        )
        for encoded in pool.imap(_encode_group, groups, chunksize=1):
            for mix, ids, text in encoded:
                streams[mix].append((ids, text))
    say(f"deduplicated ({deduplicator.exact} exact, {deduplicator.near} near duplicates) and encoded")
    parts = [part for mix in sorted(streams) for part in _write_parts(folder, mix, streams[mix])]
    tokenizer = load(settings.tokenizer)
    index = {
        "vocab_size": tokenizer.vocab_size,
        "tokenizer": tokenizer.path.name,
        "tokenizer_sha256": sha256_of(tokenizer.path),
        "context": settings.context,
        "parts": parts,
        "heldout": heldout_parts(folder, settings.tokenizer),
    }
    (folder / "index.json").write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    save_report(BUILD / f"report-{profile}.json", collected, deduplicator)
    total = sum(int(str(p["tokens"])) for p in parts)
    say(f"{total:,} tokens written to {folder.relative_to(ROOT)}")
    return folder


def hashes(folder: Path) -> str:
    """The sha256 of every file of a set of shards, as `sha256sum` prints them."""
    files = sorted(p for p in folder.iterdir() if p.suffix in (".bin", ".json"))
    return "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files)


def compare(folder: Path, committed: Path) -> None:
    """Raise TrainingError unless the shards are those whose hashes are committed."""
    expected = set(committed.read_text(encoding="utf-8").splitlines())
    found = set(hashes(folder).splitlines())
    if expected != found:
        names = sorted({line.split()[1] for line in expected ^ found})
        raise TrainingError(
            f"{len(names)} shard files differ from {committed.name}, first {names[0]}. If packages.tsv or "
            "the code changed on purpose, run this with --record and commit the hashes; else restore both."
        )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `shards`."""
    parser.add_argument(
        "--profile", choices=list(PROFILES), required=True, help="cpu: 8k ids, small; full: 16k ids"
    )
    parser.add_argument(
        "--record", action="store_true", help="write the hashes instead of comparing with them"
    )


def run(args: argparse.Namespace) -> None:
    """Build the shards of a profile and compare them with the committed hashes."""
    folder = build(args.profile, read_table(MANIFEST))
    committed = ROOT / f"shards-{args.profile}.sha256"
    if args.record:
        committed.write_text(hashes(folder), encoding="utf-8")
        print(f"Recorded {committed.name}.")
    elif not committed.exists():
        raise TrainingError(f"{committed.name} is missing: restore it from git, or write it with --record.")
    else:
        compare(folder, committed)
        print(f"The shards are those of {committed.name}.")
