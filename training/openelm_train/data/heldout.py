"""The committed held-out documents: files of families that nothing is trained on."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

from openelm_train.data.collect import File, collect, deduplicate
from openelm_train.data.dedup import Deduplicator, fingerprint, sketch, squeeze
from openelm_train.data.languages import LANGUAGES
from openelm_train.data.packages import ROOT, Package
from openelm_train.errors import TrainingError

FOLDER = ROOT / "heldout"
DOCUMENTS = FOLDER / "documents.jsonl.gz"
SEED = "openelm-heldout-1"
MAIN = ("typescript", "javascript", "python")
MAIN_BYTES, OTHER_BYTES = 1_800_000, 330_000
PACKAGE_SHARE = 0.34
"""At most this share of a language comes from one package."""
MAX_FILE = 40_000

Record = dict[str, str]


def write_records(path: Path, records: Sequence[dict[str, object]] | Sequence[Record]) -> None:
    """Write JSON lines, compressed; the same records give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(r, ensure_ascii=False, sort_keys=True) + "\n" for r in records)
    path.write_bytes(gzip.compress(lines.encode(), compresslevel=9, mtime=0))


def read_documents(path: Path = DOCUMENTS) -> list[Record]:
    """The committed held-out documents: path, language, package, licence, text.

    Raises TrainingError when the file is missing or damaged.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            return [json.loads(line) for line in stream]
    except (OSError, EOFError, ValueError) as error:
        raise TrainingError(
            f"{path.name} is missing or damaged ({type(error).__name__}): restore it from git."
        ) from None


def _sample(language: str, candidates: list[tuple[Package, File]]) -> list[Record]:
    """Files of one language in random order until the quota is full, no package above its share."""
    budget = MAIN_BYTES if language in MAIN else OTHER_BYTES
    spent: dict[str, int] = {}
    chosen: list[Record] = []
    Random(f"{SEED}:{language}").shuffle(candidates)
    for package, file in candidates:
        size = len(file.text.encode())
        if size > min(MAX_FILE, budget) or spent.get(package.key, 0) + size > PACKAGE_SHARE * budget:
            continue
        spent[package.key] = spent.get(package.key, 0) + size
        if sum(spent.values()) > budget:
            break
        chosen.append(
            {
                "path": file.path,
                "language": language,
                "package": f"{package.registry}:{package.name}",
                "licence": package.licence,
                "text": file.text,
            }
        )
    return sorted(chosen, key=lambda r: (r["package"], r["path"]))


def make_documents(packages: Sequence[Package]) -> list[Record]:
    """Sample the held-out documents of every language from fetched held-out packages."""
    collected = [
        c.package for c in collect([p for p in packages if p.split == "heldout"]) if c.refused is None
    ]
    by_language: dict[str, list[tuple[Package, File]]] = {language: [] for language in LANGUAGES}
    for package, files in deduplicate(collected, Deduplicator()):
        for file in files:
            by_language[file.language].append((package, file))
    return [record for language in LANGUAGES for record in _sample(language, by_language[language])]


def guard(deduplicator: Deduplicator) -> None:
    """Show the held-out documents to a deduplicator first: whatever resembles one is kept out of training."""
    for record in read_documents():
        squeezed = squeeze(record["text"])
        deduplicator.add(fingerprint(squeezed), sketch(squeezed))
    deduplicator.exact = deduplicator.near = 0
