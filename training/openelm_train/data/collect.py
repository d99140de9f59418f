"""Clean every file of a package, and keep the result on disk for the stages after it."""

from __future__ import annotations

import ast
import hashlib
import json
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from openelm_train.data import clean, dedup, languages, licences, scrub, sources
from openelm_train.data.fetch import archive_files, sha256_of
from openelm_train.data.packages import BUILD, Package

CLEANED = BUILD / "cleaned"
WORKERS = 2
MAX_TESTS = 0.25
"""Tests, examples and benchmarks make at most this share of a package's bytes."""
MAX_PACKAGE_BYTES = 24_000_000


@dataclass(frozen=True)
class File:
    """One clean file: path in its package, language id, text, and what duplicates are found by."""

    path: str
    language: str
    text: str
    digest: str
    values: dedup.Sketch


@dataclass(frozen=True)
class Collected:
    """What one package gave: the package with its licence, or why it was refused; bytes before cleaning."""

    package: Package
    refused: str | None
    raw_bytes: dict[str, int]
    repository: str | None


@cache
def _code_version() -> str:
    """A digest of the modules that decide what clean text is; another one makes old results stale."""
    digest = hashlib.blake2b(digest_size=8)
    for module in (clean, dedup, languages, licences, scrub, sources):
        digest.update(ast.dump(ast.parse(Path(str(module.__file__)).read_bytes())).encode())
    return digest.hexdigest()


def _order(path: str) -> bytes:
    return hashlib.blake2b(path.encode(), digest_size=8).digest()


def _bounded(files: list[File]) -> list[File]:
    """At most MAX_PACKAGE_BYTES of a package, of its tests at most the share MAX_TESTS, chosen by hash."""
    tests = {f.path for f in files if languages.is_test(f.path)}
    budget = MAX_PACKAGE_BYTES
    allowed_tests = sum(len(f.text) for f in files if f.path not in tests) * MAX_TESTS / (1 - MAX_TESTS)
    kept = set()
    for file in sorted(files, key=lambda f: (f.path in tests, _order(f.path))):
        size = len(file.text)
        if size > budget or (file.path in tests and size > allowed_tests):
            continue
        budget -= size
        allowed_tests -= size if file.path in tests else 0
        kept.add(file.path)
    return [f for f in files if f.path in kept]


def clean_files(found: Sequence[sources.Source]) -> tuple[list[File], dict[str, int]]:
    """The clean files among a package's sources, by path, and the bytes by language before cleaning."""
    files: list[File] = []
    raw: dict[str, int] = {}
    for path, data in found:
        language = languages.language_of(path)
        if language is None:
            continue
        raw[language] = raw.get(language, 0) + len(data)
        text = clean.clean(data, language)
        if text is None:
            continue
        squeezed = dedup.squeeze(text)
        language = languages.refine(language, text)
        files.append(File(path, language, text, dedup.fingerprint(squeezed), dedup.sketch(squeezed)))
    return _bounded(files), raw


def _collect(package: Package) -> Collected:
    target = CLEANED / f"{package.key}.pickle"
    stamp = [_code_version(), sorted((f.name, f.stat().st_size) for f in archive_files(package))]
    info = target.with_suffix(".info")
    if target.exists() and info.exists():
        with info.open("rb") as stream:
            old: tuple[list[object], Collected] = pickle.load(stream)
        if old[0] == stamp:
            found_before = replace(
                old[1].package, family=package.family, split=package.split, profile=package.profile
            )
            return replace(old[1], package=found_before)
    try:
        licence, found, repository = sources.read_sources(package)
    except sources.RefusedError as refusal:
        files: list[File] = []
        collected = Collected(package, str(refusal), {}, None)
    else:
        files, raw = clean_files(found)
        done = replace(
            package, licence=licence, archives={f.name: sha256_of(f) for f in archive_files(package)}
        )
        collected = Collected(done, None, raw, repository)
    with target.open("wb") as stream:
        pickle.dump(files, stream, protocol=5)
    with info.open("wb") as stream:
        pickle.dump((stamp, collected), stream)
    return collected


def collect(packages: Iterable[Package]) -> list[Collected]:
    """Clean all packages with two processes, each as soon as it comes; results ordered by key."""
    CLEANED.mkdir(parents=True, exist_ok=True)
    with get_context("fork").Pool(WORKERS) as pool:
        return sorted(pool.imap_unordered(_collect, packages), key=lambda one: one.package.key)


def load_files(package: Package) -> list[File]:
    """The clean files of a package that was collected, duplicates included."""
    with (CLEANED / f"{package.key}.pickle").open("rb") as stream:
        files: list[File] = pickle.load(stream)
    return files


def deduplicate(
    packages: Iterable[Package], deduplicator: dedup.Deduplicator
) -> Iterator[tuple[Package, list[File]]]:
    """The packages with those of their files that no file before them duplicates, in order."""
    for package in packages:
        kept = [f for f in load_files(package) if deduplicator.add(f.digest, f.values)]
        sizes: dict[str, int] = {}
        for file in kept:
            sizes[file.language] = sizes.get(file.language, 0) + len(file.text.encode())
        yield replace(package, files=len(kept), bytes=sum(sizes.values()), languages=sizes), kept


def save_report(path: Path, collected: Sequence[Collected], deduplicator: dedup.Deduplicator) -> None:
    """Write what cleaning and deduplication took away, for data.md."""
    raw: dict[str, int] = {}
    for one in collected:
        for language, size in one.raw_bytes.items():
            raw[language] = raw.get(language, 0) + size
    report = {"raw_bytes": raw, "exact_duplicates": deduplicator.exact, "near_duplicates": deduplicator.near}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
