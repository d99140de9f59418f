"""Download package archives with the registries' own clients, in parallel, each checked by sha256.

npm packages come through `npm pack`, Python ones as wheels through `pip download` (a wheel is only
unpacked, where a source distribution would have to run its build code to be looked at), Debian ones
through `apt-get source --download-only`. Nothing that was downloaded is ever executed.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from openelm_train.data.packages import BUILD, Package
from openelm_train.errors import TrainingError

ARCHIVES = BUILD / "archives"
BATCH = 12
PARALLEL = 6
WHEEL_TAGS = [
    "--platform",
    "any",
    "--platform",
    "manylinux2014_x86_64",
    "--platform",
    "manylinux_2_28_x86_64",
    "--platform",
    "manylinux_2_27_x86_64",
    "--platform",
    "manylinux_2_17_x86_64",
    "--python-version",
    "3.13",
    "--implementation",
    "cp",
    "--abi",
    "cp313",
    "--abi",
    "abi3",
    "--abi",
    "none",
]
DEBIAN_ARCHIVE = re.compile(r"\.(orig(-[\w.-]+)?|debian)\.tar\.(gz|xz|bz2)$|_[^-]*\.tar\.(gz|xz|bz2)$")


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def archive_folder(package: Package) -> Path:
    """Where the archives of one package lie."""
    return ARCHIVES / package.key


def archive_files(package: Package) -> list[Path]:
    """The archives of one package that are on disk, by name."""
    folder = archive_folder(package)
    return sorted(p for p in folder.iterdir() if p.suffix != ".dsc") if folder.exists() else []


def is_complete(package: Package) -> bool:
    """Whether the archives are there; with a pinned package, also whether each has its sha256."""
    names = {path.name for path in archive_files(package)}
    return bool(names) and (not package.archives or names >= set(package.archives))


def verify(package: Package) -> None:
    """Raise TrainingError unless every pinned archive is there with the sha256 of the manifest."""
    for name, pinned in package.archives.items():
        path = archive_folder(package) / name
        if not path.exists():
            raise TrainingError(
                f"{package.label()}: the archive {name} is missing. Run the fetch again; if the registry "
                "no longer has it, pin another version in packages.tsv and record the manifest anew."
            )
        if sha256_of(path) != pinned:
            raise TrainingError(
                f"{package.label()}: {name} is not the file that the manifest pins (sha256 differs). Remove "
                f"{path} and fetch again; if it differs still, the registry changed it: record it anew."
            )


def _run(command: Sequence[str], folder: Path) -> str | None:
    """Run a client; its last words if it failed, None if it did not."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900, check=False)
    except FileNotFoundError:
        raise TrainingError(f"{command[0]} is not installed: install it, then run this again.") from None
    except subprocess.TimeoutExpired:
        return "no answer for 15 minutes"
    return None if done.returncode == 0 else (done.stderr.strip() or done.stdout.strip())[-400:]


def _npm(packages: Sequence[Package], folder: Path) -> str | None:
    specs = [f"{p.name}@{p.version}" for p in packages]
    return _run(
        ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), *specs], folder
    )


def _pypi(packages: Sequence[Package], folder: Path) -> str | None:
    specs = [f"{p.name}=={p.version}" for p in packages]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    return _run([*pip, *WHEEL_TAGS, "--dest", str(folder), *specs], folder)


def apt_options() -> list[str]:
    """Options that give apt a private source list: this machine's own, with `deb-src` for `deb`."""
    state = BUILD / "apt"
    parts = state / "parts"
    if not parts.exists():
        parts.mkdir(parents=True)
        (state / "lists" / "partial").mkdir(parents=True)
        listed = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("debian*")]
        for path in (p for p in listed if p.is_file()):
            text = re.sub(r"(?m)^(Types: )deb$|^deb (?=\S+debian)", r"\1deb-src ", path.read_text())
            kept = (
                text if path.suffix == ".sources" else "\n".join(re.findall(r"(?m)^deb-src.*$", text)) + "\n"
            )
            (parts / path.name).write_text(kept)
    return [
        "-o", "Dir::Etc::SourceList=/dev/null", "-o", f"Dir::Etc::SourceParts={parts}",
        "-o", f"Dir::State::lists={state / 'lists'}", "-o", f"Dir::Cache={state / 'cache'}",
    ]  # fmt: skip


def _apt_update() -> None:
    (BUILD / "apt" / "cache").mkdir(parents=True, exist_ok=True)
    failed = _run(["apt-get", *apt_options(), "update"], BUILD)
    if failed:
        raise TrainingError(
            f"apt-get could not read the list of Debian's sources ({failed}): mend apt, try again."
        )


def _debian(packages: Sequence[Package], folder: Path) -> str | None:
    specs = [f"{p.name}={p.version}" for p in packages]
    return _run(["apt-get", *apt_options(), "-qq", "source", "--download-only", *specs], folder)


CLIENTS: dict[str, Callable[[Sequence[Package], Path], str | None]] = {
    "npm": _npm,
    "pypi": _pypi,
    "debian": _debian,
}


def _belongs(package: Package, file: str) -> bool:
    """Whether a downloaded file is an archive of this package."""
    if package.registry == "npm":
        return file == f"{package.name.removeprefix('@').replace('/', '-')}-{package.version}.tgz"
    if package.registry == "pypi":
        stem = re.sub(r"[-_.]+", "_", package.name).lower()
        return re.sub(r"[-_.]+", "_", file.split("-")[0]).lower() == stem and file.endswith(".whl")
    return file.startswith(f"{package.name}_") and DEBIAN_ARCHIVE.search(file) is not None


def _collect(packages: Sequence[Package], folder: Path) -> list[Package]:
    """Move what came into the archive folders; the packages of which nothing came."""
    missing = []
    for package in packages:
        files = [f for f in folder.iterdir() if _belongs(package, f.name)]
        target = archive_folder(package)
        if package.registry == "debian" and not any(".debian.tar." in f.name for f in files):
            files = []  # without its packaging there is no debian/copyright to judge it by
        if files:
            target.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.move(file, target / file.name)
        if not files:
            missing.append(package)
    return missing


def _fetch_batch(batch: Sequence[Package]) -> dict[str, str]:
    """Fetch packages of one registry; those that failed together are tried one by one."""
    folder = BUILD / "incoming" / batch[0].key
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    client = CLIENTS[batch[0].registry]
    said = client(batch, folder)
    missing = _collect(batch, folder)
    failures: dict[str, str] = {}
    if len(batch) > 1:
        for package in missing:
            failures |= _fetch_batch([package])
    elif missing:
        failures[batch[0].label()] = said or "the client brought no archive of it"
    shutil.rmtree(folder, ignore_errors=True)
    return failures


def _batches(packages: Sequence[Package]) -> list[list[Package]]:
    """Packages that one call of a client brings; the slow registry's calls come first."""
    batches = []
    for registry in ("pypi", "debian", "npm"):
        rows = [p for p in packages if p.registry == registry]
        batches += [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
    return batches


def fetched(packages: Sequence[Package]) -> Iterator[tuple[list[Package], dict[str, str]]]:
    """Download what is not on disk yet, several calls at a time; each batch as soon as it is there.

    Beside a batch come the labels of those of its packages that could not be had, with the reason.
    """
    present = [p for p in packages if is_complete(p)]
    if present:
        yield present, {}
    wanted = [p for p in packages if p not in present]
    if any(p.registry == "debian" for p in wanted):
        _apt_update()
    with ThreadPoolExecutor(PARALLEL) as pool:
        running = {pool.submit(_fetch_batch, batch): batch for batch in _batches(wanted)}
        for done in as_completed(running):
            failures = done.result()
            yield [p for p in running[done] if p.label() not in failures], failures


def fetch(packages: Sequence[Package]) -> dict[str, str]:
    """Download what is not on disk yet; the labels of packages that could not be had, with the reason."""
    failures: dict[str, str] = {}
    for _, failed in fetched(packages):
        failures |= failed
    return failures


def fetched_pinned(packages: Sequence[Package]) -> Iterator[Package]:
    """The packages of the manifest as they arrive, each verified; a failure stops with what to do."""
    for batch, failures in fetched(packages):
        for label, reason in failures.items():
            raise TrainingError(
                f"{label} could not be fetched ({' '.join(reason.split())[-200:]}). Run it again; if "
                "the registry no longer has that version, pin another in packages.tsv and record anew."
            )
        for package in batch:
            verify(package)
            yield package


def fetch_pinned(packages: Sequence[Package]) -> None:
    """Download and verify packages of the manifest."""
    for _ in fetched_pinned(packages):
        pass
