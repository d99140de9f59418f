"""The profiles: which files of which packages make a set of shards, and a sample for the tokenizer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openelm_train.data import heldout
from openelm_train.data.collect import File, collect, deduplicate
from openelm_train.data.dedup import Deduplicator
from openelm_train.data.fetch import fetched_pinned
from openelm_train.data.languages import is_test
from openelm_train.data.packages import MANIFEST, Package, read_table

MB = 1_000_000


@dataclass(frozen=True)
class Profile:
    """A set of shards: tokenizer size, context, and bytes per language at most (0: all there is).

    `package_cap` bounds the bytes of one language that one package gives.
    """

    tokenizer: str
    context: int
    package_cap: int
    quotas: dict[str, int]
    other_quota: int


PROFILES = {
    "cpu": Profile(
        "8k",
        1024,
        700_000,
        {"typescript": 17 * MB, "javascript": 13 * MB, "python": 17 * MB, "markdown": 2 * MB},
        1 * MB,
    ),
    "full": Profile(
        "16k",
        1024,
        7 * MB,
        {"python": 300 * MB, "css": 16 * MB, "json": 6 * MB, "cpp": 85 * MB, "c": 75 * MB, "java": 60 * MB},
        0,
    ),
}


def _rank(package: Package, file: File) -> bytes:
    """A fixed random order in which a folder stays together."""
    folder = file.path.rpartition("/")[0]
    return hashlib.blake2b(f"{package.key}:{folder}".encode(), digest_size=8).digest()


def _capped(package: Package, files: list[File], cap: int) -> list[File]:
    """Files up to the cap of each language, tests last."""
    if cap == 0:
        return files
    spent: dict[str, int] = {}
    kept = set()
    for file in sorted(files, key=lambda f: (is_test(f.path), _rank(package, f), f.path)):
        size = len(file.text.encode())
        if spent.get(file.language, 0) + size <= cap:
            spent[file.language] = spent.get(file.language, 0) + size
            kept.add(file.path)
    return [f for f in files if f.path in kept]


def wanted(profile: str, packages: Sequence[Package]) -> list[Package]:
    """The training packages of a profile, in the manifest's order."""
    return [p for p in packages if p.split == "train" and (profile == "full" or p.profile == "cpu")]


def select(
    profile: str, packages: Sequence[Package], deduplicator: Deduplicator
) -> Iterator[tuple[Package, list[File]]]:
    """The files of a profile, package by package, without duplicates and within the quotas.

    Packages must have been collected. The held-out documents count as seen, so nothing like them passes.
    """
    limits = PROFILES[profile]
    heldout.guard(deduplicator)
    spent: dict[str, int] = {}
    order = sorted(packages, key=lambda p: hashlib.blake2b(p.key.encode()).digest())
    for package, files in deduplicate(order, deduplicator):
        kept = []
        for file in _capped(package, files, limits.package_cap):
            quota = limits.quotas.get(file.language, limits.other_quota)
            size = len(file.text.encode())
            if quota and spent.get(file.language, 0) + size > quota:
                continue
            spent[file.language] = spent.get(file.language, 0) + size
            kept.append(file)
        yield package, kept


def tokenizer_sample(profile: str, total: int) -> Iterator[str]:
    """About `total` bytes of a profile's text, every language in its share, files chosen by hash."""
    packages = wanted(profile, read_table(MANIFEST))
    collect(fetched_pinned(packages))
    chosen: list[tuple[bytes, str]] = []
    size = 0
    for package, files in select(profile, packages, Deduplicator()):
        for file in files:
            size += len(file.text)
            chosen.append((hashlib.blake2b(f"{package.key}:{file.path}".encode()).digest(), file.text))
    for rank, text in chosen:
        if int.from_bytes(rank[:8], "big") / 2**64 < total / max(size, 1):
            yield text
