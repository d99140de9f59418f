import json
from dataclasses import replace
from pathlib import Path

import pytest

from openelm_train.data import fetch, packages
from openelm_train.data.packages import MANIFEST, PACKAGES, Package, default_family, read_table, write_table
from openelm_train.data.sources import map_sources, mapped_path
from openelm_train.errors import TrainingError


def package(name: str = "a", **changes: object) -> Package:
    return replace(Package("npm", name, "1", "MIT", "a", "train", "full"), **changes)  # type: ignore[arg-type]


def test_siblings_share_a_family() -> None:
    assert default_family("npm", "@babel/core") == default_family("npm", "@babel/parser")
    assert default_family("npm", "rxjs") == default_family("npm", "rxjs-for-await")
    assert default_family("debian", "golang-github-spf13-viper") == "spf13"


def test_a_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    row = package(archives={"a.tgz": "00"}, files=2, bytes=10, languages={"typescript": 10})
    write_table(tmp_path / "m.tsv", [row])
    assert read_table(tmp_path / "m.tsv") == [row]


def test_a_family_in_both_splits_is_refused(tmp_path: Path) -> None:
    write_table(tmp_path / "m.tsv", [package("a"), package("b", split="heldout")])
    with pytest.raises(TrainingError, match="family a is in both splits"):
        read_table(tmp_path / "m.tsv")


def test_a_broken_or_missing_table_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="restore it from git"):
        read_table(tmp_path / "m.tsv")
    (tmp_path / "m.tsv").write_text("registry\nnpm\tx\n")
    with pytest.raises(TrainingError, match="line 2"):
        read_table(tmp_path / "m.tsv")


def test_the_committed_manifest_pins_every_package_and_keeps_families_apart() -> None:
    rows = read_table(MANIFEST)
    wanted = {(p.registry, p.name, p.version) for p in read_table(PACKAGES)}
    assert all(row.archives and row.bytes and row.licence != "-" for row in rows)
    assert all((row.registry, row.name, row.version) in wanted for row in rows)


def test_a_changed_or_missing_archive_stops_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "ARCHIVES", tmp_path)
    row = package(archives={"a-1.tgz": "0" * 64})
    with pytest.raises(TrainingError, match=r"is missing\. Run the fetch again"):
        fetch.verify(row)
    (tmp_path / row.key).mkdir()
    (tmp_path / row.key / "a-1.tgz").write_bytes(b"other")
    with pytest.raises(TrainingError, match="sha256 differs"):
        fetch.verify(row)


def test_a_package_that_the_registry_no_longer_has_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "ARCHIVES", tmp_path / "archives")
    monkeypatch.setattr(fetch, "BUILD", tmp_path)
    monkeypatch.setitem(fetch.CLIENTS, "npm", lambda packages, folder: "404 Not Found")
    with pytest.raises(TrainingError, match=r"npm a 1 could not be fetched \(404 Not Found\)"):
        fetch.fetch_pinned([package(archives={"a-1.tgz": "0"})])


def test_typescript_comes_out_of_source_maps_under_its_own_path() -> None:
    content = "export const a: number = 1;\n"
    document = {
        "sources": ["../src/a.ts", "../node_modules/x/b.ts", "../src/c.js"],
        "sourcesContent": [content] * 3,
    }
    assert list(map_sources("dist/a.js.map", json.dumps(document).encode())) == [
        ("src/a.ts", content.encode())
    ]
    assert list(map_sources("a.js.map", b"{broken")) == []
    assert mapped_path("dist/a.js.map", "webpack://name/./src/a.ts") == "dist/src/a.ts"
    assert mapped_path("dist/a.js.map", "../../outside/../a.d.ts") is None


def test_a_repository_is_told_by_owner_and_name() -> None:
    text = json.dumps({"repository": {"url": "git+https://host/Owner/Name.git"}}).encode()
    assert packages.repository_family(text) == "owner/name"
