"""`card`: a model's figures beside those of others, and its unselected samples, as Markdown for its card."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openelm_train.report import read_report

Report = dict[str, Any]

KINDS = {
    "line-rest": "rest of a line",
    "next-line": "next line",
    "fim-span": "span between prefix and suffix",
    "chinese-comment": "rest of a Chinese comment",
}
#: Of the ways to ask for a case, the one that the editor uses for a model that fills in.
MODES = {"left": "prefix alone", "suffix-first": "suffix first", "prefix-first": "prefix first"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `card`."""
    parser.add_argument("report", type=Path, help="what `evaluate` wrote of the model")
    parser.add_argument("--beside", type=Path, nargs="*", default=[], help="reports of others, or of `ngram`")
    parser.add_argument("--out", type=Path, required=True, help="the Markdown to write")


def run(args: argparse.Namespace) -> None:
    """Writes tables and samples."""
    reports = [read_report(path) for path in (args.report, *args.beside)]
    args.out.write_text(card(reports), encoding="utf-8")
    print(f"Wrote {args.out}.")


def card(reports: Sequence[Report]) -> str:
    """The first report's card, with the others in its tables."""
    own = reports[0]
    parts = [
        "### Foreseeing held-out files",
        "Bits per byte with the 95 % interval over files; share of tokens that were the likeliest; share of "
        "characters in them.",
        _document_table(reports),
        "### Completions",
        "Exactly right, with the 95 % interval; in brackets the mean edit similarity.",
        _case_table(reports),
        *_calibration(own),
        *_explanations(reports),
        *_samples(own),
    ]
    return "\n\n".join(parts) + "\n"


def _document_table(reports: Sequence[Report]) -> str:
    languages = [name for name in reports[0]["documents"] if name != "all"] + ["all"]
    head = ["language", *(report["model"] for report in reports)]
    rows = [
        [language, *(_document_cell(report["documents"].get(language)) for report in reports)]
        for language in languages
    ]
    return _table(head, rows)


def _document_cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return ""
    parts = []
    if "bits_per_byte" in row:
        low, high = row["bits_per_byte_interval"]
        parts.append(f"{row['bits_per_byte']:.3f} ({low:.3f} to {high:.3f})")
    parts += [_percent(row["next_token"]), _percent(row["characters"])]
    return "; ".join(parts)


def _case_table(reports: Sequence[Report]) -> str:
    keys = [(row["kind"], row["mode"], row["language"]) for row in reports[0]["cases"]]
    cells = [
        {(row["kind"], row["mode"], row["language"]): row for row in report["cases"]} for report in reports
    ]
    rows = [
        [
            KINDS.get(kind, kind),
            MODES.get(mode, mode),
            language,
            str(cells[0][kind, mode, language]["cases"]),
            *(_case_cell(cell.get((kind, mode, language))) for cell in cells),
        ]
        for kind, mode, language in keys
    ]
    return _table(["what", "asked with", "language", "cases", *(report["model"] for report in reports)], rows)


def _case_cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return ""
    low, high = row["exact_interval"]
    return f"{_percent(row['exact'])} ({_percent(low)} to {_percent(high)}) [{_percent(row['similarity'])}]"


def _calibration(report: Report) -> Iterable[str]:
    for mode, row in report.get("calibration", {}).items():
        threshold = row["threshold_for_60_percent"]
        reached = "No threshold makes 60 % of what is shown right."
        if threshold is not None:
            share = _percent(row["share_above_threshold"])
            reached = f"From a confidence of {threshold:.2f} on 60 % are right: {share} of all."
        error = row["expected_calibration_error"]
        yield f"Confidence, asked with {MODES.get(mode, mode)}: calibration error {error:.3f}. {reached}"
        curve = [
            [f"{b['confidence']:.2f}", _percent(b["right"]), f"{b['count']:.0f}"] for b in row["reliability"]
        ]
        yield _table(["mean confidence", "right", "cases"], curve)


def _explanations(reports: Sequence[Report]) -> Iterable[str]:
    rows = [
        [
            report["model"],
            f"{one['chrf']:.1f}",
            f"{one['chrf_of_another_functions_sentence']:.1f}",
            str(one["count"]),
        ]
        for report in reports
        if (one := report.get("explanations")) is not None
    ]
    if rows:
        yield "### Explanations"
        yield "chrF (0 to 100) against the first sentence of the author's own comment."
        yield _table(["model", "chrF", "chrF of another function's sentence", "functions"], rows)


def _samples(report: Report) -> Iterable[str]:
    completions = report.get("completions", [])
    if completions:
        yield f"### {len(completions)} completions, drawn by a fixed seed"
        rows = [
            [
                one["language"],
                KINDS.get(one["kind"], one["kind"]),
                _code(one["before"].rsplit("\n", 1)[-1][-50:]),
                _code(one["expected"]),
                _code(one["text"]),
                "yes" if one["exact"] else "no",
            ]
            for one in completions
        ]
        yield _table(["language", "what", "before the cursor", "expected", "written", "right"], rows)
    examples = report.get("explanations", {}).get("examples", [])
    if examples:
        yield f"### {len(examples)} explanations, drawn by the same seed"
        rows = [[one["id"], one["language"], one["doc"], one["text"]] for one in examples]
        yield _table(
            ["function", "language", "its author", "the model"],
            [[_cell(cell) for cell in row] for row in rows],
        )


def _code(text: str) -> str:
    """Code as a table's cell: line ends shown, bars and backquotes kept from ending it."""
    shown = text.strip("\n")[:100].replace("\n", "⏎").replace("\t", "→")
    return f"`` {_cell(shown)} ``" if shown.strip() else ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split("\n")).replace("``", "` `")


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
