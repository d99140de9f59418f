"""The licence texts that go with the committed held-out files, as those licences ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openelm_train.data.archives import members
from openelm_train.data.fetch import archive_files
from openelm_train.data.heldout import FOLDER, Record
from openelm_train.data.packages import Package

NOTICES = FOLDER / "NOTICES.txt"
MAX_TEXT = 40_000
_LICENCE_FILE = re.compile(
    r"(?i)^(?:(?:[^/]+\.dist-info/(?:licenses/)?)?(?:licen[cs]e|copying|notice)[^/]*|debian/copyright)$"
)


def licence_texts(package: Package) -> list[str]:
    """The licence and notice files at the top of a package's archives."""
    found = []
    for file in archive_files(package):
        for _, data in members(file, lambda name: _LICENCE_FILE.match(name) is not None):
            found.append(data.decode("utf-8", "replace").strip()[:MAX_TEXT])
    return found


def make_notices(records: Sequence[Record], packages: Sequence[Package]) -> str:
    """One section a package that a held-out document comes from; texts that are equal appear once."""
    used = {record["package"] for record in records}
    parts = ["The held-out files in this folder are excerpts of these packages, under their licences.\n"]
    seen: dict[str, str] = {}
    for package in sorted(packages, key=lambda p: (p.registry, p.name)):
        name = f"{package.registry}:{package.name}"
        if name not in used:
            continue
        parts.append(f"{'=' * 80}\n{name} {package.version} ({package.licence})\n")
        for text in licence_texts(package):
            key = re.sub(r"\s+", " ", text)
            parts.append(f"(the same text as of {seen[key]})\n" if key in seen else text + "\n")
            seen.setdefault(key, name)
    return "\n".join(parts)
