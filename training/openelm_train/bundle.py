"""`bundle`: shards as compressed archives of a size that travels, each of use without the later ones."""

from __future__ import annotations

import argparse
import io
import json
import lzma
import os
import tarfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from openelm_train.errors import TrainingError
from openelm_train.shard_reader import Part, read_index, verify_part

#: A window of 256 MiB holds a whole bundle; packing one takes eleven times as much memory.
MOST_WINDOW = 1 << 28


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `bundle`."""
    parser.add_argument("--shards", type=Path, required=True, help="directory with index.json")
    parser.add_argument("--out", type=Path, required=True, help="directory for bundle-1.tar.xz and so on")
    parser.add_argument("--count", type=int, default=3, help="how many")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="bundles packed at once")
    parser.add_argument("--without", nargs="*", default=[], metavar="FILE", help="parts to leave out")


def run(args: argparse.Namespace) -> None:
    """Writes the bundles and prints their sizes."""
    index = read_index(args.shards)
    fields: dict[str, Any] = json.loads((args.shards / "index.json").read_text())
    unknown = set(args.without) - {part.file for part in index.parts}
    if unknown:
        raise TrainingError(
            f"The shards have no {', '.join(sorted(unknown))}; see index.json for their names."
        )
    for part in (*index.parts, *index.heldout):
        verify_part(index, part)
    parts = [part for part in index.parts if part.file not in args.without]
    args.out.mkdir(parents=True, exist_ok=True)
    listed: set[str] = set()
    work = []
    for number, own in enumerate(divided(parts, args.count), start=1):
        listed |= {part.file for part in own}
        known = {**fields, "parts": [part for part in fields["parts"] if part["file"] in listed]}
        path = args.out / f"bundle-{number}.tar.xz"
        work.append((path, args.shards, known, [*own, *(index.heldout if number == 1 else ())]))
    with ProcessPoolExecutor(min(args.jobs, len(work))) as pool:
        for line in pool.map(_written, work):
            print(line, flush=True)


def _written(work: tuple[Path, Path, dict[str, Any], list[Part]]) -> str:
    path, shards, known, parts = work
    write_bundle(path, shards, known, parts)
    tokens = sum(part.tokens for part in parts)
    return f"{path}: {path.stat().st_size:,} bytes, {tokens:,} tokens"


def divided(parts: list[Part], count: int) -> list[list[Part]]:
    """The parts in `count` lists of about the same number of tokens, the largest parts dealt first."""
    bundles: list[list[Part]] = [[] for _ in range(count)]
    for part in sorted(parts, key=lambda part: (-part.tokens, part.file)):
        min(bundles, key=lambda bundle: sum(x.tokens for x in bundle)).append(part)
    return bundles


def write_bundle(path: Path, shards: Path, index: dict[str, Any], parts: list[Part]) -> None:
    """The files of `parts`, and an index of all that is there once it and those before are unpacked."""
    raw = sum(2 * part.tokens for part in parts)
    with (
        lzma.open(path, "wb", format=lzma.FORMAT_XZ, filters=_filters(raw)) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for part in sorted(parts, key=lambda part: (part.language, part.mix, part.file)):
            archive.add(shards / part.file, arcname=part.file)
        data = json.dumps(index, indent=1).encode()
        member = tarfile.TarInfo("index.json")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))


def _filters(size: int) -> list[dict[str, int]]:
    """How ids of 16 bits pack best: the position in a pair and the byte before tell most of the next."""
    window = min(MOST_WINDOW, 1 << max(16, size.bit_length()))
    preset = 9 | lzma.PRESET_EXTREME
    return [{"id": lzma.FILTER_LZMA2, "preset": preset, "dict_size": window, "lc": 3, "lp": 1, "pb": 1}]
