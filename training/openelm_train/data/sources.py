"""Which members of a package are sources as people wrote them, TypeScript inside source maps included."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from openelm_train.data.archives import members
from openelm_train.data.fetch import archive_files
from openelm_train.data.languages import is_skipped, language_of
from openelm_train.data.licences import debian_licences, npm_licence, wheel_licence
from openelm_train.data.packages import Package, repository_family
from openelm_train.errors import TrainingError

Source = tuple[str, bytes]
"""A path inside its package, and the contents."""

_MAP = re.compile(r"\.(?:[mc]?js|css)\.map$")
_PYTHON_LICENCE = re.compile(r"\.dist-info/(?:licenses/)?(?:LICEN[CS]E|COPYING)[^/]*$", re.IGNORECASE)
_ORIGINAL = re.compile(r"\.[mc]?tsx?$")


class RefusedError(Exception):
    """A package that may not be used; the message says why."""


def mapped_path(map_path: str, source: str) -> str | None:
    """The path of a source that a source map names, inside its package; None when it lies outside."""
    source = re.sub(r"^[a-z-]+:/+(?:\./|[^/]*/\./)?", "", source).split("?")[0]
    if "node_modules" in source or "webpack/" in source or source.startswith(("(", "\0")):
        return None
    parts: list[str] = [] if source.startswith("/") else list(PurePosixPath(map_path).parent.parts)
    for part in source.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    path = "/".join(parts)
    return path if _ORIGINAL.search(path) and not path.endswith(".d.ts") else None


def map_sources(map_path: str, data: bytes) -> Iterator[Source]:
    """The original TypeScript inside one source map; a broken map gives nothing."""
    try:
        document = json.loads(data)
        sources, contents = document["sources"], document.get("sourcesContent") or []
    except (ValueError, KeyError, AttributeError, TypeError):
        return
    for source, content in zip(sources, contents, strict=False):
        if isinstance(source, str) and isinstance(content, str) and "\0" not in source:
            path = mapped_path(map_path, source)
            if path:
                # A build folder in the map's own path is no reason to refuse what was written in src.
                kept = [p for p in path.split("/") if not is_skipped(p + "/x")]
                yield "/".join(kept), content.encode("utf-8", "replace")


def _npm(package: Package, files: list[Path]) -> tuple[str, list[Source], str | None]:
    sources: dict[str, bytes] = {}
    mapped: dict[str, bytes] = {}
    manifest = b"{}"
    for file in files:
        for name, data in members(
            file, lambda n: n == "package.json" or _MAP.search(n) is not None or _taken(n)
        ):
            if name == "package.json":
                manifest = data
            if _MAP.search(name):
                for path, content in map_sources(name, data):
                    mapped.setdefault(path, content)
            else:
                sources[name] = data
    licence = npm_licence(manifest)
    if licence is None:
        raise RefusedError("package.json states no licence of the allow-list")
    for path, content in sorted(mapped.items()):
        sources.setdefault(path, content)
    originals = {re.sub(r"\.[^.]+$", "", PurePosixPath(p).name) for p in sources if _ORIGINAL.search(p)}
    if len(originals) >= 5:  # written in TypeScript: its JavaScript of the same name is compiled
        sources = {p: d for p, d in sources.items() if _ORIGINAL.search(p) or not _is_compiled(p, originals)}
    return licence, sorted(sources.items()), repository_family(manifest)


def _is_compiled(path: str, originals: set[str]) -> bool:
    return (
        language_of(path) == "javascript" and re.sub(r"\.[^.]+$", "", PurePosixPath(path).name) in originals
    )


def _taken(name: str) -> bool:
    return language_of(name) is not None and not is_skipped(name)


def _wheel(package: Package, files: list[Path]) -> tuple[str, list[Source], str | None]:
    sources: list[Source] = []
    metadata, texts = b"", []
    for file in files:

        def wanted(name: str) -> bool:
            return ".dist-info/" in name or _taken(name)

        for name, data in members(file, wanted):
            if name.endswith(".dist-info/METADATA"):
                metadata = data
            elif _PYTHON_LICENCE.search(name):
                texts.append(data.decode("utf-8", "replace"))
            elif ".dist-info/" not in name:
                sources.append((name, data))
    licence = wheel_licence(metadata, texts)
    if licence is None:
        raise RefusedError("the wheel's metadata states no licence of the allow-list")
    return licence, sorted(sources), None


def _is_licensed(prefix: str, licence_of: Callable[[str], str | None], name: str) -> bool:
    return _taken(prefix + name) and licence_of(prefix + name) is not None


def _debian(package: Package, files: list[Path]) -> tuple[str, list[Source], str | None]:
    packaging = [f for f in files if ".debian.tar." in f.name]
    licence_of: Callable[[str], str | None] | None = None
    for file in packaging:
        for _, data in members(file, lambda n: n == "debian/copyright"):
            licence_of = debian_licences(data)
    if licence_of is None:
        raise RefusedError("debian/copyright is missing or not machine-readable")
    sources: list[Source] = []
    licences: set[str] = set()
    for file in files:
        if file in packaging:
            continue
        component = re.search(r"\.orig-([\w.-]+?)\.tar\.", file.name)
        prefix = f"{component.group(1)}/" if component else ""
        wanted = partial(_is_licensed, prefix, licence_of)
        for name, data in members(file, wanted):
            sources.append((prefix + name, data))
            licences.add(licence_of(prefix + name) or "")
    if not sources:
        raise RefusedError("debian/copyright gives no file a licence of the allow-list")
    parts = {part for one in licences for part in one.split(" AND ")}
    return " AND ".join(sorted(parts)), sorted(sources), None


READERS = {"npm": _npm, "pypi": _wheel, "debian": _debian}


def read_sources(package: Package) -> tuple[str, list[Source], str | None]:
    """(licence, source files by path, repository if known) of a package whose archives are on disk.

    Raises RefusedError when its licence is not clearly permissive, TrainingError when an archive is broken.
    """
    files = archive_files(package)
    if not files:
        raise TrainingError(f"{package.label()}: no archive on disk; run the fetch first.")
    return READERS[package.registry](package, files)
