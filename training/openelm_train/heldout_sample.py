"""Bits per byte on the first rows of the held-out parts: quick, for the log of a run."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from openelm_train.device import Device
from openelm_train.losses import bits_per_byte
from openelm_train.model import OpenElm
from openelm_train.shard_reader import ShardIndex, open_part, verify_part


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
    def bits_per_byte(self, model: OpenElm, device: Device, micro_rows: int) -> dict[str, float]:
        """By language, and "mean" over the languages; `micro_rows` rows at once."""
        if not self._rows:
            return {}
        rows = torch.cat([rows for rows, _ in self._rows.values()])
        losses = [_row_nats(model, device, part) for part in torch.split(rows, micro_rows)]
        counts = [len(own) for own, _ in self._rows.values()]
        nats = torch.split(torch.cat(losses), counts)
        result = {}
        for (language, (own, bytes_per_token)), part in zip(self._rows.items(), nats, strict=True):
            result[language] = bits_per_byte(float(part.sum()), own[:, 1:].numel() * bytes_per_token)
        result["mean"] = sum(result.values()) / len(result)
        return result


def _row_nats(model: OpenElm, device: Device, rows: Tensor) -> Tensor:
    """Summed cross-entropy of each row."""
    tokens = rows.to(device.device)
    states, _ = model.hidden(tokens[:, :-1], device.dtype)
    matrix = model.token_embd.to(device.dtype)
    losses = [
        functional.cross_entropy((states[at] @ matrix.T).float(), tokens[at, 1:], reduction="sum")
        for at in range(len(rows))
    ]
    return torch.stack(losses).cpu()
