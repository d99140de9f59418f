import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from openelm_train.data import archives
from openelm_train.errors import TrainingError


def make_tar(path: Path, entries: list[tuple[str, bytes]], links: list[tuple[str, str]] = []) -> Path:  # noqa: B006
    with tarfile.open(path, "w:gz") as archive:
        for name, data in entries:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return path


def test_members_of_a_tar_lose_their_top_folder(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "a.tgz", [("package/src/a.ts", b"x"), ("package/b.js", b"y")])
    assert dict(archives.members(path, lambda name: True)) == {"src/a.ts": b"x", "b.js": b"y"}


def test_paths_that_leave_the_folder_and_links_are_passed_over(tmp_path: Path) -> None:
    entries = [
        ("package/ok.ts", b"x"),
        ("package/../../etc/passwd", b"y"),
        ("/etc/shadow", b"z"),
        ("c:/x.ts", b""),
    ]
    path = make_tar(tmp_path / "a.tgz", entries, [("package/link.ts", "/etc/passwd")])
    assert list(archives.members(path, lambda name: True)) == [("ok.ts", b"x")]


def test_a_truncated_archive_says_to_fetch_it_again(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "a.tgz", [("package/a.ts", bytes(range(256)) * 500)])
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(TrainingError, match=r"cut short or damaged.*fetch again"):
        list(archives.members(path, lambda name: True))


def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL", 1000)
    path = make_tar(tmp_path / "a.tgz", [("package/a.ts", bytes(600)), ("package/b.ts", bytes(600))])
    with pytest.raises(TrainingError, match="unpacks to more than"):
        list(archives.members(path, lambda name: True))


def test_members_of_a_wheel_are_read_the_same_way(tmp_path: Path) -> None:
    path = tmp_path / "a.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/b.py", "x")
        archive.writestr("../c.py", "y")
    assert list(archives.members(path, lambda name: True)) == [("a/b.py", b"x")]


def test_a_broken_wheel_says_to_fetch_it_again(tmp_path: Path) -> None:
    path = tmp_path / "a.whl"
    path.write_bytes(b"PK not a zip")
    with pytest.raises(TrainingError, match="fetch again"):
        list(archives.members(path, lambda name: True))
