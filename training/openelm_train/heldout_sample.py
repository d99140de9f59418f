"""Bits per byte on the first rows of the held-out parts: quick, for the log of a run."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from openelm_train.device import Device, Hidden, step_loss
from openelm_train.losses import bits_per_byte
from openelm_train.model import OpenElm
from openelm_train.shards import ShardIndex, open_part, verify_part


class HeldoutSample:
    """A few rows of every held-out language; headers and ends are counted with the text."""

    def __init__(self, index: ShardIndex, context: int, rows: int) -> None:
        self._rows: dict[str, tuple[Tensor, float]] = {}
        for part in index.heldout:
            verify_part(index, part)
            count = min(rows, (part.tokens - 1) // context)
            if count == 0:
                continue
            tokens = open_part(index, part)[: count * context + 1].astype(np.int64)
            stacked = np.stack([tokens[at * context : (at + 1) * context + 1] for at in range(count)])
            self._rows[part.language] = (torch.from_numpy(stacked), part.bytes_of_text / part.tokens)

    @torch.no_grad()
    def bits_per_byte(
        self, model: OpenElm, hidden: Hidden, device: Device, micro_rows: int
    ) -> dict[str, float]:
        """By language, and "mean" over the languages. Rows come in the training's batch shape, padded."""
        result: dict[str, float] = {}
        for language, (rows, bytes_per_token) in self._rows.items():
            nats = 0.0
            for start in range(0, len(rows), micro_rows):
                part = rows[start : start + micro_rows]
                padded = torch.zeros(micro_rows, part.shape[1], dtype=torch.long)
                weights = torch.zeros(micro_rows, part.shape[1] - 1)
                padded[: len(part)], weights[: len(part)] = part, 1.0
                loss = step_loss(hidden, model, padded.to(device.device), weights.to(device.device))
                nats += loss.item()
            text_bytes = rows[:, 1:].numel() * bytes_per_token
            result[language] = bits_per_byte(nats, text_bytes)
        if result:
            result["mean"] = sum(result.values()) / len(result)
        return result
