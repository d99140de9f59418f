"""Figures of merit with their uncertainty."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

#: The normal distribution's 97.5 % point.
Z = 1.959964


def edit_similarity(one: str, other: str) -> float:
    """1 minus the Levenshtein distance over the longer length; 1 for two empty texts."""
    longest = max(len(one), len(other))
    if longest == 0:
        return 1.0
    row = list(range(len(other) + 1))
    for at, character in enumerate(one, 1):
        diagonal, row[0] = row[0], at
        for column, against in enumerate(other, 1):
            cost = diagonal + (character != against)
            diagonal = row[column]
            row[column] = min(cost, diagonal + 1, row[column - 1] + 1)
    return 1 - row[-1] / longest


def chrf(hypothesis: str, reference: str, *, order: int = 6, beta: float = 2.0) -> float:
    """chrF (Popović 2015): F-score of character n-grams to `order`, spaces left out; 0 to 100."""
    ours, theirs = "".join(hypothesis.split()), "".join(reference.split())
    precisions, recalls = [], []
    for n in range(1, order + 1):
        mine = Counter(ours[at : at + n] for at in range(len(ours) - n + 1))
        wanted = Counter(theirs[at : at + n] for at in range(len(theirs) - n + 1))
        common = sum((mine & wanted).values())
        if mine and wanted:
            precisions.append(common / sum(mine.values()))
            recalls.append(common / sum(wanted.values()))
    if not precisions:
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    if precision + recall == 0:
        return 0.0
    return 100 * (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def wilson(successes: int, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    if count == 0:
        return 0.0, 1.0
    share = successes / count
    centre = share + Z * Z / (2 * count)
    spread = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
    whole = 1 + Z * Z / count
    return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)


def bootstrap(
    items: Sequence[T], measure: Callable[[Sequence[T]], float], *, rounds: int = 500, seed: int = 1
) -> tuple[float, float]:
    """95 % interval of a measure over resampled items."""
    chance = random.Random(seed)
    values = sorted(measure(chance.choices(items, k=len(items))) for _ in range(rounds))
    return values[int(0.025 * rounds)], values[int(0.975 * rounds)]


@dataclass(frozen=True)
class Judged:
    """A completion's confidence (0 to 1) and whether it was right."""

    confidence: float
    right: bool


def reliability(judged: Sequence[Judged], bins: int = 10) -> list[dict[str, float]]:
    """Mean confidence and share of right ones in bins of equal width; empty bins are left out."""
    rows = []
    for at in range(bins):
        inside = [x for x in judged if min(int(x.confidence * bins), bins - 1) == at]
        if inside:
            rows.append(
                {
                    "confidence": sum(x.confidence for x in inside) / len(inside),
                    "right": sum(x.right for x in inside) / len(inside),
                    "count": float(len(inside)),
                }
            )
    return rows


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error over 10 bins."""
    rows = reliability(judged)
    return sum(row["count"] * abs(row["confidence"] - row["right"]) for row in rows) / max(1, len(judged))


def threshold_for(judged: Sequence[Judged], precision: float) -> tuple[float, float] | None:
    """The lowest confidence from which on at least `precision` are right, and the share of all that pass."""
    ordered = sorted(judged, key=lambda x: -x.confidence)
    best = None
    right = 0
    for count, one in enumerate(ordered, 1):
        right += one.right
        if right / count >= precision and count >= 20:
            best = (one.confidence, count / len(ordered))
    return best
