"""A 5-gram with an in-file cache on the model's own tokens: the simplest predictor that could work."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openelm_train.shard_reader import Tokens

ORDER = 5

Hashes = NDArray[np.uint64]


class NgramTable:
    """For each context of 1 to 4 tokens in a training stream, the token that followed most often."""

    def __init__(self, tokens: Tokens) -> None:
        stream = np.asarray(tokens, dtype=np.uint64)
        self._tables: dict[int, tuple[Hashes, NDArray[np.uint16]]] = {}
        for length in range(1, ORDER):
            self._tables[length] = _most_frequent(_hashes(stream, length)[:-1], stream[length:])
        self._common = int(np.bincount(tokens).argmax())

    def predictions(self, stream: Hashes, length: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """For each position from `length` on: the token that should follow its `length` predecessors, if
        known.
        """
        contexts, following = self._tables[length]
        keys = _hashes(stream, length)
        at = np.minimum(np.searchsorted(contexts, keys), len(contexts) - 1)
        return following[at].astype(np.int64), contexts[at] == keys

    @property
    def common(self) -> int:
        """The most frequent token of all."""
        return self._common


def _hashes(stream: Hashes, length: int) -> Hashes:
    """64-bit hashes of every run of `length` tokens; collisions are rarer than one in a million here."""
    result = np.zeros(len(stream) - length + 1, dtype=np.uint64)
    for offset in range(length):
        result = (result + stream[offset : len(stream) - length + 1 + offset] + np.uint64(1)) * np.uint64(
            0x9E3779B97F4A7C15
        )
        result ^= result >> np.uint64(29)
    return result


def _most_frequent(contexts: Hashes, following: Hashes) -> tuple[Hashes, NDArray[np.uint16]]:
    order = np.lexsort((following, contexts))
    contexts, following = contexts[order], following[order]
    changes = (contexts[1:] != contexts[:-1]) | (following[1:] != following[:-1])
    starts = np.concatenate(([0], np.flatnonzero(changes) + 1))
    counts = np.diff(np.append(starts, len(contexts)))
    contexts, following = contexts[starts], following[starts]
    order = np.lexsort((counts, contexts))
    contexts, following = contexts[order], following[order]
    last = np.append(contexts[1:] != contexts[:-1], True)
    return contexts[last], following[last].astype(np.uint16)


def predict(table: NgramTable, tokens: list[int]) -> list[int]:
    """The guess at every token of a file, from those before it.

    The longest context that was seen decides, in the file itself before the training text: there the latest
    continuation, here the most frequent.
    """
    padded = [0] * (ORDER - 1) + tokens
    stream = np.array(padded, dtype=np.uint64)
    known = {length: table.predictions(stream, length) for length in range(1, ORDER)}
    latest: dict[tuple[int, ...], int] = {}
    guesses = []
    for at in range(ORDER - 1, len(padded)):
        guess = table.common
        for length in range(ORDER - 1, 0, -1):
            context = tuple(padded[at - length : at])
            if length > 1 and context in latest:
                guess = latest[context]
                break
            following, found = known[length]
            if found[at - length]:
                guess = int(following[at - length])
                break
        guesses.append(guess)
        for length in range(2, ORDER):
            latest[tuple(padded[at - length : at])] = padded[at]
    return guesses
