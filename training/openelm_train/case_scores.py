"""Exact match and edit similarity of completions, from the left context alone and as fill-in-the-middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openelm_train.generation import Stop, after_next_line, at_line_end, generate, never
from openelm_train.heldout_set import CompletionCase
from openelm_train.metrics import (
    Judged,
    calibration_error,
    edit_similarity,
    reliability,
    threshold_for,
    wilson,
)
from openelm_train.model import OpenElm
from openelm_train.prompts import infill_prompt, left_prompt
from openelm_train.vocabulary import Vocabulary

LIMITS = {"line-rest": 48, "next-line": 64, "fim-span": 96, "chinese-comment": 48}
STOPS: dict[str, Stop] = {
    "line-rest": at_line_end,
    "next-line": after_next_line,
    "fim-span": never,
    "chinese-comment": at_line_end,
}
#: What begins at a cursor in the middle of a line.
WITHIN_A_LINE = ("line-rest", "chinese-comment")
MODES = ("left", "suffix-first", "prefix-first")


@dataclass(frozen=True)
class CaseScore:
    """What became of one case in one mode."""

    id: str
    kind: str
    language: str
    mode: str
    exact: bool
    similarity: float
    confidence: float
    ended: bool
    text: str


@dataclass(frozen=True)
class PromptOptions:
    """What prompts contain besides the file's own text."""

    with_header: bool = True
    with_files: bool = True


def modes_of(case: CompletionCase) -> tuple[str, ...]:
    """A span can only be filled in; a line's rest is guessed both ways."""
    return MODES[1:] if case.kind == "fim-span" else MODES[:2]


def score_case(
    model: OpenElm, vocabulary: Vocabulary, case: CompletionCase, mode: str, options: PromptOptions
) -> CaseScore:
    """Completes one case greedily."""
    limit = LIMITS[case.kind]
    room = model.config.context - limit - 1
    if mode == "left":
        prompt = left_prompt(
            vocabulary, case, room, with_header=options.with_header, with_files=options.with_files
        )
    else:
        prompt = infill_prompt(
            vocabulary,
            case,
            room,
            suffix_first=mode == "suffix-first",
            with_header=options.with_header,
            with_files=options.with_files,
        )
    # As the editor does: with the suffix first, a cut word is healed, but no line break in front of a middle.
    heal = mode == "left" or (mode == "suffix-first" and case.kind in WITHIN_A_LINE)
    made = generate(model, vocabulary, prompt, limit=limit, stop=STOPS[case.kind], heal=heal)
    text, expected = made.text.rstrip(), case.expected.rstrip()
    return CaseScore(
        id=case.id,
        kind=case.kind,
        language=case.language,
        mode=mode,
        exact=text == expected,
        similarity=edit_similarity(text[:400], expected[:400]),
        confidence=made.confidence,
        ended=made.ended,
        text=made.text,
    )


def summarise_cases(scores: list[CaseScore]) -> list[dict[str, Any]]:
    """One row for each kind, mode and language, and one for all languages of a kind."""
    keys = sorted({(x.kind, x.mode, language) for x in scores for language in (x.language, "all")})
    rows = []
    for kind, mode, language in keys:
        group = [x for x in scores if (x.kind, x.mode) == (kind, mode) and language in (x.language, "all")]
        exact = sum(x.exact for x in group)
        rows.append(
            {
                "kind": kind,
                "mode": mode,
                "language": language,
                "cases": len(group),
                "exact": exact / len(group),
                "exact_interval": wilson(exact, len(group)),
                "similarity": sum(x.similarity for x in group) / len(group),
                "ended": sum(x.ended for x in group) / len(group),
            }
        )
    return rows


def calibration(scores: list[CaseScore]) -> dict[str, Any]:
    """How far confidence tells right from wrong, over all cases of a mode."""
    result: dict[str, Any] = {}
    for mode in sorted({x.mode for x in scores}):
        judged = [Judged(x.confidence, x.exact) for x in scores if x.mode == mode]
        threshold = threshold_for(judged, 0.6)
        result[mode] = {
            "expected_calibration_error": calibration_error(judged),
            "reliability": reliability(judged),
            "threshold_for_60_percent": None if threshold is None else threshold[0],
            "share_above_threshold": None if threshold is None else threshold[1],
        }
    return result
