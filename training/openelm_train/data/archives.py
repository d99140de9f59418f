"""Read the members of package archives, trusting nothing in them."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from openelm_train.errors import TrainingError

MAX_MEMBER = 32 << 20
MAX_TOTAL = 4 << 30
MAX_MEMBERS = 400_000
BROKEN = (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError)

Wanted = Callable[[str], bool]


def safe_name(name: str) -> str | None:
    """A member's path, normalised; None when it would leave the folder or is not a plain path."""
    name = name.removeprefix("./")
    parts = name.split("/")
    if not name or name.startswith("/") or "\\" in name or "\0" in name or ".." in parts or ":" in parts[0]:
        return None
    return "/".join(part for part in parts if part not in ("", "."))


class _Budget:
    """Counts what an archive claims to hold, and stops one that unpacks to too much."""

    def __init__(self, path: Path) -> None:
        self.path, self.total, self.members = path, 0, 0

    def spend(self, size: int) -> None:
        self.total += size
        self.members += 1
        if self.total > MAX_TOTAL or self.members > MAX_MEMBERS:
            raise TrainingError(
                f"{self.path.name} unpacks to more than {MAX_TOTAL >> 30} GiB or {MAX_MEMBERS} files: "
                "take its package out of packages.tsv."
            )


def _zip_members(path: Path, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    budget = _Budget(path)
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = safe_name(info.filename)
            is_link = (info.external_attr >> 28) == 0xA
            if name is None or info.is_dir() or is_link or info.file_size > MAX_MEMBER or not wanted(name):
                continue
            budget.spend(info.file_size)
            with archive.open(info) as member:
                yield name, member.read(MAX_MEMBER)


def _tar_members(path: Path, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    budget = _Budget(path)
    top: str | None = None
    with tarfile.open(path, mode="r|*") as archive:
        for info in archive:
            budget.spend(max(info.size, 0))
            name = safe_name(info.name)
            if name is None or not info.isreg() or info.size > MAX_MEMBER:
                continue
            top = name.split("/")[0] + "/" if top is None else top
            inner = name.removeprefix(top) if name.startswith(top) else name
            if path.name.endswith((".debian.tar.xz", ".debian.tar.gz")):
                inner = name
            if not wanted(inner):
                continue
            member = archive.extractfile(info)
            data = member.read(MAX_MEMBER) if member else b""
            if len(data) != info.size:
                raise EOFError
            yield inner, data


def members(path: Path, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """The regular files of an archive that are wanted: (path inside, contents).

    Paths with `..`, absolute paths, links and devices are passed over; the top folder of a tar archive
    is taken off. Raises TrainingError for a truncated or damaged archive and for one that is a bomb.
    """
    read = _zip_members if path.suffix in (".whl", ".zip") else _tar_members
    try:
        yield from read(path, wanted)
    except BROKEN as error:
        raise TrainingError(
            f"{path.name} is cut short or damaged ({type(error).__name__}): remove {path.parent} "
            "and fetch again."
        ) from error
