"""Exact and near duplicates, found by sketches of hashed character shingles.

A file's sketch is the bottom-k of the hashes of all its shingles of 32 non-blank bytes (Broder 1997);
the share of equal values among the k smallest of two files together estimates their Jaccard similarity.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Sketch = npt.NDArray[np.uint64]

SHINGLE = 32
SKETCH = 64
BANDS = 12
"""How many of the smallest values are looked up; at similarity 0.7 one is shared with probability > 0.999."""
SIMILAR = 0.7
MAX_CANDIDATES = 64
_BLANK = b" \t\r\n"
_BASE = 0x9E3779B97F4A7C15


def squeeze(text: str) -> bytes:
    """The text's bytes without blanks: what two differently indented copies share."""
    return text.encode("utf-8").translate(None, _BLANK)


def fingerprint(squeezed: bytes) -> str:
    """A digest that only exact duplicates (but for blanks) share."""
    return hashlib.blake2b(squeezed, digest_size=12).hexdigest()


def _shingle_hashes(squeezed: bytes) -> Sketch:
    """Polynomial hashes of all windows of SHINGLE bytes, by doubling, finalised as in SplitMix64."""
    with np.errstate(over="ignore"):
        h = np.frombuffer(squeezed, dtype=np.uint8).astype(np.uint64) + np.uint64(1)
        base, width = _BASE, 1
        while width < SHINGLE and len(h) > width:
            h = h[:-width] * np.uint64(base) + h[width:]
            base, width = base * base % (1 << 64), width * 2
        h ^= h >> np.uint64(30)
        h *= np.uint64(0xBF58476D1CE4E5B9)
        h ^= h >> np.uint64(27)
        h *= np.uint64(0x94D049BB133111EB)
        h ^= h >> np.uint64(31)
    return h


def sketch(squeezed: bytes) -> Sketch:
    """The SKETCH smallest distinct shingle hashes, ascending; fewer for a short text."""
    h = _shingle_hashes(squeezed)
    if len(h) > 4 * SKETCH:
        h = np.partition(h, 3 * SKETCH)[: 3 * SKETCH]
    return np.unique(h)[:SKETCH]


def similarity(a: Sketch, b: Sketch) -> float:
    """The estimated Jaccard similarity of two sketches, 0 to 1."""
    together = np.union1d(a, b)[:SKETCH]
    if not len(together):
        return 0.0
    return len(np.intersect1d(np.intersect1d(a, b, assume_unique=True), together, assume_unique=True)) / len(
        together
    )


class Deduplicator:
    """Remembers the files kept so far; what comes first stays, so the result depends on the order alone."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._sketches: list[Sketch] = []
        self._index: defaultdict[int, list[int]] = defaultdict(list)
        self.exact = self.near = 0

    def add(self, digest: str, values: Sketch) -> bool:
        """Keep a file and return True, or return False when it is a duplicate of one kept before."""
        if digest in self._seen:
            self.exact += 1
            return False
        lookups: Iterable[int] = values[:BANDS].tolist()
        lookups = list(lookups)
        candidates = Counter(number for value in lookups for number in self._index[value])
        ranked = sorted(candidates, key=lambda n: (-candidates[n], n))[:MAX_CANDIDATES]
        if any(similarity(values, self._sketches[n]) >= SIMILAR for n in ranked):
            self.near += 1
            return False
        self._seen.add(digest)
        for value in lookups:
            bucket = self._index[value]
            if len(bucket) < MAX_CANDIDATES:
                bucket.append(len(self._sketches))
        self._sketches.append(values)
        return True
