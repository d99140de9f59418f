"""Packs documents into rows of equal length, hardly padded, and weighs each token in the loss."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openelm_train.shard_reader import END, END_OF_TEXT, FIM_MIDDLE, FIM_PREFIX, USER, Tokens

#: A gap shorter than this is padded rather than filled with the head of a document.
LEAST_PIECE = 16


@dataclass(frozen=True)
class LossWeights:
    """What a token counts in the loss: the middle with its end-of-text, all else; padding counts nothing."""

    middle: float = 3.0
    other: float = 1.0


def is_whole(document: Tokens) -> bool:
    """Whether a document must not be cut: fill-in-the-middle and chat end with what they are there to
    teach.
    """
    return bool(np.isin(document, (FIM_PREFIX, USER)).any())


def pack(documents: list[Tokens], length: int) -> list[Tokens]:
    """Rows of `length` tokens that hold all the documents, each row beginning with the start of a piece.

    Best fit, longest first. What is left of a row is filled with the head of a plain document, whose tail
    goes on as a piece of its own; only without one is it padded with end-of-text. Documents longer than a
    row are cut.
    """
    pieces: list[tuple[Tokens, bool]] = []
    for document in documents:
        whole = is_whole(document)
        pieces.extend((document[start : start + length], whole) for start in range(0, len(document), length))
    pieces.sort(key=lambda piece: len(piece[0]))
    lengths = [len(piece) for piece, _ in pieces]
    rows = []
    while pieces:
        row: list[Tokens] = []
        room = length
        while room >= LEAST_PIECE and pieces:
            fitting = bisect.bisect_right(lengths, room) - 1
            if fitting >= 0:
                piece, _ = pieces.pop(fitting)
                lengths.pop(fitting)
            else:
                cut = _cut_one(pieces, lengths, room)
                if cut is None:
                    break
                piece = cut
            row.append(piece)
            room -= len(piece)
        row.append(np.full(room, END_OF_TEXT, dtype=np.uint16))
        rows.append(np.concatenate(row))
    return rows


def _cut_one(pieces: list[tuple[Tokens, bool]], lengths: list[int], room: int) -> Tokens | None:
    """Takes the head of the shortest plain piece, and puts its tail back in order."""
    for at, (piece, whole) in enumerate(pieces):
        if whole:
            continue
        pieces.pop(at)
        lengths.pop(at)
        tail = piece[room:]
        place = bisect.bisect_left(lengths, len(tail))
        pieces.insert(place, (tail, False))
        lengths.insert(place, len(tail))
        return piece[:room]
    return None


def loss_weights(row: Tokens, weights: LossWeights) -> NDArray[np.float32]:
    """Weight of each token of a row as a target; of a run of end-of-text only the first counts."""
    result = np.full(len(row), weights.other, dtype=np.float32)
    ends = row == END_OF_TEXT
    result[1:][ends[1:] & ends[:-1]] = 0.0
    for start in np.flatnonzero(row == FIM_MIDDLE):
        after = np.flatnonzero(ends[start:])
        stop = start + after[0] + 1 if len(after) else len(row)
        result[start + 1 : stop] = weights.middle
    # The closing of a chat turn is followed by a line break and end-of-text: nothing to learn from that.
    closing = row == END
    result[2:][closing[:-2] & ends[2:]] = 0.0
    return result
