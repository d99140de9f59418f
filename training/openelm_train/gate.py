"""`gate`: whether a size is worth a longer run: it fills in, and it foresees more than a table of n-grams."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from openelm_train.errors import TrainingError
from openelm_train.report import read_report

#: Least share of spans filled in exactly, and least lead over the n-gram in next-token accuracy.
INFILL_EXACT = 0.05
NEXT_TOKEN_LEAD = 0.05


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gate`."""
    parser.add_argument("report", type=Path, help="what `evaluate` wrote of the model")
    parser.add_argument("ngram", type=Path, help="what `ngram` wrote with the same tokenizer")


def run(args: argparse.Namespace) -> None:
    """Prints both figures. Raises TrainingError, so that the exit status is 2, where one falls short."""
    passed, lines = verdict(read_report(args.report), read_report(args.ngram))
    print("\n".join(lines))
    if not passed:
        raise TrainingError("The gate is closed: change size, data or rates before a longer run.")
    print("The gate is open.")


def verdict(report: dict[str, Any], ngram: dict[str, Any]) -> tuple[bool, list[str]]:
    """Whether a model passes, and the figures in words."""
    spans = [row for row in report["cases"] if (row["kind"], row["language"]) == ("fim-span", "all")]
    if not spans:
        raise TrainingError("The report has no fill-in-the-middle cases; evaluate without --languages.")
    infill = max(row["exact"] for row in spans)
    own, table = (one["documents"]["all"]["next_token"] for one in (report, ngram))
    lines = [
        f"spans filled in exactly: {infill:.1%} (at least {INFILL_EXACT:.0%})",
        f"next token: {own:.1%}, n-gram {table:.1%} (a lead of at least {NEXT_TOKEN_LEAD:.0%})",
    ]
    return infill >= INFILL_EXACT and own - table >= NEXT_TOKEN_LEAD, lines
