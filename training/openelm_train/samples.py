"""Which completions and explanations a card shows: drawn by a fixed seed, so that nobody chose them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, TypeVar

from openelm_train.case_scores import CaseScore
from openelm_train.heldout_set import CompletionCase

T = TypeVar("T")

SEED = 1
COMPLETIONS = 20
EXPLANATIONS = 10
#: Characters before the cursor that say enough of where it is.
SHOWN_PREFIX = 120


def drawn(items: Sequence[T], count: int) -> list[T]:
    """The first `count` of the items in an order of the fixed seed; all where there are fewer."""
    return random.Random(SEED).sample(items, min(count, len(items)))


def completion_samples(cases: Sequence[CompletionCase], scores: Sequence[CaseScore]) -> list[dict[str, Any]]:
    """What was written in the drawn cases: from the left context, a span by its suffix first."""
    wanted = {score.id: score for score in scores if score.mode == "suffix-first"}
    wanted |= {score.id: score for score in scores if score.mode == "left"}
    return [
        {
            "id": case.id,
            "kind": case.kind,
            "language": case.language,
            "path": case.path,
            "before": case.prefix[-SHOWN_PREFIX:],
            "expected": case.expected,
            "text": wanted[case.id].text,
            "exact": wanted[case.id].exact,
            "confidence": wanted[case.id].confidence,
        }
        for case in drawn([case for case in cases if case.id in wanted], COMPLETIONS)
    ]
