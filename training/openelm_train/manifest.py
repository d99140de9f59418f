"""Record the manifest: what packages.tsv names, as it was found, and the held-out documents of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from openelm_train.data import heldout
from openelm_train.data.collect import Collected, collect, deduplicate, save_report
from openelm_train.data.dedup import Deduplicator
from openelm_train.data.fetch import fetch
from openelm_train.data.notices import NOTICES, make_notices
from openelm_train.data.packages import BUILD, MANIFEST, PACKAGES, Package, read_table, write_table
from openelm_train.errors import TrainingError

MIN_BYTES = 20_000
"""A package that gives less clean text is left out: its download costs more than it brings."""


def audit_families(collected: Sequence[Collected]) -> None:
    """Raise TrainingError when two packages of one repository are in different splits."""
    splits: dict[str, Package] = {}
    for one in collected:
        if one.repository is None or one.refused:
            continue
        sibling = splits.setdefault(one.repository, one.package)
        if sibling.split != one.package.split:
            raise TrainingError(
                f"{one.package.name} and {sibling.name} come from one repository, {one.repository}, but are "
                "in different splits: give both the same family and split in packages.tsv."
            )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `manifest`."""
    parser.add_argument(
        "--profile", choices=["cpu", "full"], default="full", help="cpu: only what the small set needs"
    )
    parser.add_argument("--documents", action="store_true", help="sample the held-out documents anew")


def run(args: argparse.Namespace) -> None:
    """Fetch every wanted package, clean it, and write manifest.tsv; refused packages are named."""
    packages = [
        p
        for p in read_table(PACKAGES)
        if args.profile == "full" or p.profile == "cpu" or p.split == "heldout"
    ]
    BUILD.mkdir(exist_ok=True)
    failures = fetch(packages)
    for label, reason in failures.items():
        print(f"left out {label}: {' '.join(reason.split())[-160:]}")
    collected = collect([p for p in packages if p.label() not in failures])
    for one in collected:
        if one.refused:
            print(f"refused {one.package.label()}: {one.refused}")
    audit_families(collected)
    deduplicator = Deduplicator()
    found = {one.package.key: one.package for one in collected if one.refused is None}
    taken = {p.key: found[p.key] for p in packages if p.key in found}
    order = sorted(taken.values(), key=lambda p: p.split != "heldout")
    if args.documents:
        documents = heldout.make_documents(order)
        heldout.write_records(heldout.DOCUMENTS, documents)
        NOTICES.write_text(make_notices(documents, order), encoding="utf-8")
    counted = {p.key: p for p, _ in deduplicate(order, deduplicator)}
    rows = [counted[key] for key in taken if counted[key].bytes >= MIN_BYTES]
    write_table(MANIFEST, rows)
    save_report(BUILD / "report-manifest.json", collected, deduplicator)
    total = sum(row.bytes for row in rows)
    print(f"Wrote manifest.tsv: {len(rows)} packages, {total / 1e6:.0f} MB of clean text.")
