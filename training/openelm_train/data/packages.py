"""The wanted packages (`packages.tsv`) and what was taken of them (`manifest.tsv`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from openelm_train.errors import TrainingError

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "packages.tsv"
MANIFEST = ROOT / "manifest.tsv"
BUILD = ROOT / "build"

REGISTRIES = ("npm", "pypi", "debian")
SPLITS = ("train", "heldout")
PROFILES = ("cpu", "full")
PACKAGE_COLUMNS = ("registry", "name", "version", "licence", "family", "split", "profile")
MANIFEST_COLUMNS = (*PACKAGE_COLUMNS, "archives", "files", "bytes", "languages")


@dataclass(frozen=True)
class Package:
    """One package of one version; the last four fields are known once it was read.

    `archives` maps a file name to its sha256, `languages` a language id to bytes of clean text.
    `profile` "cpu" means: also in the small profile; every package is in `full`.
    """

    registry: str
    name: str
    version: str
    licence: str
    family: str
    split: str
    profile: str
    archives: dict[str, str] = field(default_factory=dict, hash=False)
    files: int = 0
    bytes: int = 0
    languages: dict[str, int] = field(default_factory=dict, hash=False)

    @property
    def key(self) -> str:
        """A name that is unique and safe as a file name."""
        return f"{self.registry}-{self.name.replace('/', '+')}-{self.version.replace(':', '%')}"

    def label(self) -> str:
        """The package as a person would write it."""
        return f"{self.registry} {self.name} {self.version}"


def default_family(registry: str, name: str) -> str:
    """The family that siblings share: an npm scope, or the name before its first separator."""
    if name.startswith("@"):
        return name[1:].split("/")[0]
    stem = re.sub(r"^(golang-github-|golang-|python-|node-|rust-|lib)(?=[a-z])", "", name)
    return re.split(r"[-.]", stem.removesuffix(".js"))[0].lower() or name


def _parse(line: str, number: int, path: Path) -> Package:
    cells = line.split("\t")
    if len(cells) not in (len(PACKAGE_COLUMNS), len(MANIFEST_COLUMNS)):
        raise TrainingError(
            f"{path.name} line {number} has {len(cells)} columns instead of {len(PACKAGE_COLUMNS)} or "
            f"{len(MANIFEST_COLUMNS)}: restore it from git, or mend that line."
        )
    registry, name, version, licence, family, split, profile = cells[:7]
    if registry not in REGISTRIES or split not in SPLITS or profile not in PROFILES:
        raise TrainingError(
            f"{path.name} line {number}: registry must be one of {', '.join(REGISTRIES)}, split one of "
            f"{', '.join(SPLITS)}, profile one of {', '.join(PROFILES)}."
        )
    package = Package(registry, name, version, licence, family, split, profile)
    if len(cells) == len(PACKAGE_COLUMNS):
        return package
    archives = dict(pair.rsplit("=", 1) for pair in cells[7].split(";") if pair)
    languages = {k: int(v) for k, v in (pair.split("=") for pair in cells[10].split(";") if pair)}
    return replace(package, archives=archives, files=int(cells[8]), bytes=int(cells[9]), languages=languages)


def read_table(path: Path) -> list[Package]:
    """Read packages.tsv or manifest.tsv; a family in both splits is refused.

    Raises TrainingError for a missing file, a broken line, a package named twice or a split family.
    """
    if not path.exists():
        raise TrainingError(f"{path.name} is missing: restore it from git.")
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    packages = [_parse(line, n, path) for n, line in enumerate(lines, 2) if line.strip()]
    check_split(packages)
    return packages


def check_split(packages: Iterable[Package]) -> None:
    """Refuse a family that is both trained on and held out, and a package that is named twice."""
    splits: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for package in packages:
        if (package.registry, package.name) in seen:
            raise TrainingError(f"{package.registry} {package.name} is named twice: remove one line.")
        seen.add((package.registry, package.name))
        if splits.setdefault(package.family, package.split) != package.split:
            raise TrainingError(
                f"The family {package.family} is in both splits: "
                f"give {package.name} the split of its siblings."
            )


def write_table(path: Path, packages: Sequence[Package], columns: Sequence[str] = MANIFEST_COLUMNS) -> None:
    """Write the packages in the order given, so that a diff shows what changed."""
    rows = ["\t".join(columns)]
    for package in packages:
        cells = [getattr(package, name) for name in PACKAGE_COLUMNS]
        if len(columns) > len(PACKAGE_COLUMNS):
            cells.append(";".join(f"{k}={v}" for k, v in sorted(package.archives.items())))
            cells += [str(package.files), str(package.bytes)]
            cells.append(";".join(f"{k}={v}" for k, v in sorted(package.languages.items())))
        rows.append("\t".join(cells))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def repository_family(package_json: bytes) -> str | None:
    """The repository that an npm package names, as `owner/name` in lower case, to audit families with."""
    try:
        repository = json.loads(package_json).get("repository")
    except (ValueError, AttributeError):
        return None
    url = repository.get("url") if isinstance(repository, dict) else repository
    if not isinstance(url, str):
        return None
    parts = url.removesuffix(".git").rstrip("/").replace(":", "/").split("/")
    return "/".join(parts[-2:]).lower() if len(parts) >= 2 else None
