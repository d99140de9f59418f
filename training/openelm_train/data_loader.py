"""Rows of tokens in a mixture of languages, the same again after a resume."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

from openelm_train.errors import TrainingError
from openelm_train.packing import LossWeights, loss_weights, pack
from openelm_train.shard_reader import Part, ShardIndex, Tokens, document_ends, open_part, verify_part

#: Tokens that are packed together; more pack tighter, fewer come sooner after a start.
BLOCK_TOKENS = 1 << 19

#: Share of the tokens by kind of data, for most of a run and for its end; kinds that are absent leave
#: their share.
MAIN_MIX = {"code": 0.46, "clean": 0.46, "prose": 0.04, "pairs": 0.04}
FINAL_MIX = {"clean": 0.5, "pairs": 0.5}


@dataclass
class Stream:
    """The documents of one kind and language, round and round, in another order each time."""

    mix: str
    language: str
    share: float
    documents: list[Tokens]
    seed: int
    taken: int = 0
    _order: list[int] = field(default_factory=list)
    _epoch: int = -1

    @property
    def epochs(self) -> float:
        """Passes over the documents so far."""
        return self.taken / len(self.documents)

    def next(self) -> Tokens:
        """The next document; the first pass keeps the order of the parts, which is shuffled already."""
        epoch, at = divmod(self.taken, len(self.documents))
        if epoch != self._epoch:
            self._order = list(range(len(self.documents)))
            if epoch:
                random.Random(self.seed + epoch).shuffle(self._order)
            self._epoch = epoch
        self.taken += 1
        return self.documents[self._order[at]]


@dataclass(frozen=True)
class Batch:
    """Token ids (rows, context + 1) and the weights of its targets (rows, context)."""

    tokens: Tensor
    weights: Tensor


class DataLoader:
    """Draws documents by share, packs them block by block, and gives batches of rows."""

    def __init__(
        self,
        index: ShardIndex,
        context: int,
        mixture: dict[str, float],
        weights: LossWeights,
        seed: int,
        language_shares: dict[str, float] | None = None,
    ) -> None:
        self.context = context
        self.weights = weights
        self.seed = seed
        self.block = 0
        self.row = 0
        self._rows: list[Tokens] = []
        self._block_start: dict[str, int] = {}
        self.streams = _streams(index, mixture, seed, language_shares or {})

    def state(self) -> dict[str, Any]:
        """What `resume` needs to go on with the very next row."""
        return {"block": self.block, "row": self.row, "taken": dict(self._block_start)}

    def resume(self, state: dict[str, Any]) -> None:
        """Goes on where a loader with the same parts was; parts that are new begin at their start."""
        taken = state["taken"]
        for stream in self.streams:
            stream.taken = int(taken.get(_name(stream), 0))
        self.block, self.row = int(state["block"]), int(state["row"])
        self._rows = []
        if taken:
            self._fill()

    def next(self, rows: int) -> Batch:
        """The next rows."""
        taken: list[Tokens] = []
        while len(taken) < rows:
            if self.row >= len(self._rows):
                self._next_block()
            more = self._rows[self.row : self.row + rows - len(taken)]
            self.row += len(more)
            taken.extend(more)
        tokens = np.stack(taken).astype(np.int64)
        weights = np.stack([loss_weights(row, self.weights)[1:] for row in taken])
        return Batch(torch.from_numpy(tokens), torch.from_numpy(weights))

    def _next_block(self) -> None:
        if self._rows:
            self.block += 1
        self.row = 0
        self._fill()

    def _fill(self) -> None:
        self._block_start = {_name(stream): stream.taken for stream in self.streams}
        draw = random.Random(self.seed * 1_000_003 + self.block)
        shares = [stream.share for stream in self.streams]
        documents: list[Tokens] = []
        drawn = [0] * len(self.streams)
        while (total := sum(drawn)) < BLOCK_TOKENS:
            # The stream that is furthest behind its share, with a little chance so that small ones turn
            # up too.
            behind = [share * total - have for share, have in zip(shares, drawn, strict=True)]
            chosen = max(range(len(behind)), key=lambda at: behind[at] + draw.random() * 2000 * shares[at])
            document = self.streams[chosen].next()
            drawn[chosen] += len(document)
            documents.append(document)
        self._rows = pack(documents, self.context + 1)
        draw.shuffle(self._rows)


def _name(stream: Stream) -> str:
    return f"{stream.mix}/{stream.language}"


def _streams(
    index: ShardIndex, mixture: dict[str, float], seed: int, language_shares: dict[str, float]
) -> list[Stream]:
    """One stream for each kind and language of the mixture, with its share of all tokens."""
    chosen: dict[tuple[str, str], list[Part]] = {}
    for part in index.parts:
        if mixture.get(part.mix, 0) > 0 and language_shares.get(part.language, 1) > 0:
            verify_part(index, part)
            chosen.setdefault((part.mix, part.language), []).append(part)
    if not chosen:
        present = ", ".join(sorted({part.mix for part in index.parts})) or "nothing"
        wanted = ", ".join(mixture)
        raise TrainingError(f"The shards in {index.directory} hold {present}, but the run wants {wanted}.")
    raw = {key: _weight(parts, language_shares) for key, parts in chosen.items()}
    by_mix: dict[str, float] = {}
    for (mix, _), weight in raw.items():
        by_mix[mix] = by_mix.get(mix, 0.0) + weight
    whole = sum(mixture[mix] for mix in by_mix)
    return [
        Stream(
            mix,
            language,
            mixture[mix] / whole * raw[mix, language] / by_mix[mix],
            [document for part in parts for document in _documents(index, part)],
            seed,
        )
        for (mix, language), parts in chosen.items()
    ]


def _weight(parts: list[Part], language_shares: dict[str, float]) -> float:
    return sum(part.tokens for part in parts) * language_shares.get(parts[0].language, 1.0)


def _documents(index: ShardIndex, part: Part) -> list[Tokens]:
    tokens = open_part(index, part)
    ends = document_ends(tokens).tolist()
    return [tokens[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True) if end > start]
