"""Cross-entropy over the tied embedding without ever holding all scores: they are made in chunks of
positions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

#: Positions whose scores are held at once: 1024 x 8192 x 4 bytes are 32 MiB.
CHUNK = 1024


class _ChunkedCrossEntropy(torch.autograd.Function):
    """Makes the gradients in the forward pass, while the scores of a chunk are at hand."""

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, embedding: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        matrix = embedding.to(hidden.dtype)
        hidden_gradient = torch.empty_like(hidden)
        embedding_gradient = torch.zeros_like(embedding)
        loss = torch.zeros((), dtype=torch.float32, device=hidden.device)
        for start in range(0, hidden.shape[0], CHUNK):
            part = slice(start, start + CHUNK)
            summed, gradient = chunk_loss(hidden[part] @ matrix.T, targets[part], weights[part])
            loss += summed
            hidden_gradient[part] = gradient @ matrix
            embedding_gradient += gradient.T @ hidden[part]
        ctx.save_for_backward(hidden_gradient, embedding_gradient)
        return loss

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        hidden_gradient, embedding_gradient = ctx.saved_tensors
        scale = gradients[0]
        return hidden_gradient * scale.to(hidden_gradient.dtype), embedding_gradient * scale, None, None


def chunk_loss_eager(scores: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Weighted sum of the losses of a chunk, and its gradient by the scores, in the scores' type."""
    wide = scores.float()
    partition = torch.logsumexp(wide, dim=-1, keepdim=True)
    summed = ((partition - wide.gather(1, targets[:, None]))[:, 0] * weights).sum()
    # Compared with every column rather than written at an index: compiled, that is one pass over the scores
    # and no copy of them in float32.
    columns = torch.arange(scores.shape[1], device=scores.device)
    gradient = (wide - partition).exp() - (columns == targets[:, None]).to(wide.dtype)
    return summed, (gradient * weights[:, None]).to(scores.dtype)


#: What is called for each chunk: the function above, or the same compiled.
chunk_loss: Callable[[Tensor, Tensor, Tensor], tuple[Tensor, Tensor]] = chunk_loss_eager


def chunked_cross_entropy(hidden: Tensor, embedding: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Sum over positions of weight times cross-entropy in nats.

    hidden: (positions, width) in the type to compute in; embedding: (vocabulary, width); targets and weights:
    (positions,). Divide by the sum of the weights for a mean.
    """
    loss: Tensor = _ChunkedCrossEntropy.apply(hidden, embedding, targets, weights)  # type: ignore[no-untyped-call]
    return loss


def bits_per_byte(nats: float, text_bytes: float) -> float:
    """Bits per byte of text that were coded with so many nats in all."""
    return nats / math.log(2) / text_bytes
