"""Muon for matrices and AdamW for the embedding and the gains, or AdamW for all.

Muon: the momentum of a matrix is replaced by the nearest matrix whose singular values are all about one
(Jordan et al., "Muon", 2024), by the Polar Express polynomials (Amsel et al., 2025), and each row is then
brought to the size it has on average (NorMuon, Li et al., 2025). Queries, keys, values, gate and up are
matrices of their own, although they are stored fused. Weight decay is cautious: only where it points the
same way as the step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from openelm_train.model import Block, OpenElm

#: Coefficients (a, b, c) of x -> a x + b x^3 + c x^5, one line a step, for spectra that begin at 0.001.
POLAR_EXPRESS = (
    (8.156554524902461, -22.48329292557795, 15.878769915207462),
    (4.042929935166739, -2.808917465908714, 0.5000178451051316),
    (3.8916678022926607, -2.772484153217685, 0.5060648178503393),
    (3.285753657755655, -2.3681294933425376, 0.46449024233003106),
    (2.3465413258596377, -1.7097828382687081, 0.42323551169305323),
)


#: First beta of AdamW for matrices, and for the embedding and the gains; the second beta of all.
MATRIX_BETA, OTHER_BETA, SECOND_BETA = 0.9, 0.8, 0.95


@dataclass(frozen=True)
class OptimiserConfig:
    """Learning rates at their height, and decay; `matrices` is "muon" or "adamw"."""

    matrices: str = "muon"
    matrix_rate: float = 0.02
    embedding_rate: float = 0.004
    gain_rate: float = 0.01
    matrix_decay: float = 0.2
    momentum: float = 0.95
    momentum_steps: int = 300
    row_normalised: bool = True


@torch.no_grad()
def orthogonalised(matrices: Tensor, dtype: torch.dtype) -> Tensor:
    """Nearest semi-orthogonal matrices, roughly, of a stack (count, rows, columns); computed in `dtype`."""
    x = matrices.to(dtype)
    tall = x.shape[1] > x.shape[2]
    if tall:
        x = x.transpose(1, 2)
    x = x / (x.norm(dim=(1, 2), keepdim=True) * 1.02 + 1e-6)
    for a, b, c in POLAR_EXPRESS:
        gram = x @ x.transpose(1, 2)
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    result: Tensor = (x.transpose(1, 2) if tall else x).to(matrices.dtype)
    return result


@dataclass(frozen=True)
class MatrixPart:
    """Rows `first` to `last` of a fused weight: a matrix of its own for Muon."""

    parameter: torch.nn.Parameter
    momentum: Tensor
    row_mean_square: Tensor
    first: int
    last: int


def _parts(model: OpenElm) -> Iterator[tuple[str, torch.nn.Parameter, int, int]]:
    """Name, weight and rows of every matrix of the layers."""
    for index, block in enumerate(model.layers):
        assert isinstance(block, Block)
        head, shape = block.head_size, block.shape
        queries = shape.query_heads * head
        shared = shape.key_value_heads * head
        ends = (0, queries, queries + shared, queries + 2 * shared)
        for first, last in pairwise(ends):
            yield f"layers.{index}.qkv", block.qkv, first, last
        for first in (0, shape.feed_forward):
            yield f"layers.{index}.gate_up", block.gate_up, first, first + shape.feed_forward
        yield f"layers.{index}.attn_output", block.attn_output, 0, block.attn_output.shape[0]
        yield f"layers.{index}.ffn_down", block.ffn_down, 0, block.ffn_down.shape[0]


class Optimiser:
    """Steps all weights of a model; `state` is what a checkpoint keeps."""

    def __init__(self, model: OpenElm, config: OptimiserConfig, dtype: torch.dtype = torch.float32) -> None:
        self.config = config
        self.dtype = dtype
        self.steps = 0
        self.state: dict[str, Tensor] = {}
        self._model = model
        self._adam_embedding: list[tuple[str, torch.nn.Parameter]] = []
        self._adam_gains: list[tuple[str, torch.nn.Parameter]] = []
        self._adam_matrices: list[tuple[str, torch.nn.Parameter]] = []
        self._groups: dict[tuple[int, int], list[MatrixPart]] = defaultdict(list)
        for name, weight in model.named_parameters():
            is_matrix = weight.ndim == 2 and name != "token_embd"
            self.state[f"{name}.first"] = torch.zeros_like(weight)
            if is_matrix and config.matrices == "muon":
                self.state[f"{name}.rows"] = torch.zeros(weight.shape[0], 1, device=weight.device)
            else:
                self.state[f"{name}.second"] = torch.zeros_like(weight)
                self._adam_kind(name, is_matrix=is_matrix).append((name, weight))
        if config.matrices == "muon":
            self._group_matrices()

    def _adam_kind(self, name: str, *, is_matrix: bool) -> list[tuple[str, torch.nn.Parameter]]:
        if is_matrix:
            return self._adam_matrices
        return self._adam_embedding if name == "token_embd" else self._adam_gains

    def _group_matrices(self) -> None:
        for name, weight, first, last in _parts(self._model):
            part = MatrixPart(weight, self.state[f"{name}.first"], self.state[f"{name}.rows"], first, last)
            self._groups[(last - first, weight.shape[1])].append(part)

    def load_state(self, state: dict[str, Tensor], steps: int) -> None:
        """Takes over the state of a checkpoint, in place."""
        for name, tensor in self.state.items():
            tensor.copy_(state[name])
        self.steps = steps

    @torch.no_grad()
    def step(self, rate_factor: float, progress: float) -> None:
        """One step with all learning rates times `rate_factor`; progress (0 to 1) lets the decay fall to
        nothing.
        """
        self.steps += 1
        self._adam_steps(rate_factor, progress)
        for parts in self._groups.values():
            self._muon_step(parts, rate_factor, progress)
        for weight in self._model.parameters():
            weight.grad = None

    def _adam_steps(self, rate_factor: float, progress: float) -> None:
        """What AdamW steps, all of a kind in one call: a GPU would wait for many small ones."""
        config = self.config
        for rate, beta, decay, members in (
            (config.embedding_rate, OTHER_BETA, 0.0, self._adam_embedding),
            (config.gain_rate, OTHER_BETA, 0.0, self._adam_gains),
            (config.matrix_rate, MATRIX_BETA, config.matrix_decay * (1 - progress), self._adam_matrices),
        ):
            names = [name for name, weight in members if weight.grad is not None]
            if not names:
                continue
            weights: list[Tensor] = [weight for _, weight in members if weight.grad is not None]
            steps = self._adam_directions(names, [x.grad for x in weights if x.grad is not None], beta)
            if decay:
                for step, weight in zip(steps, weights, strict=True):
                    step += decay * weight * (step * weight > 0)
            torch._foreach_add_(weights, steps, alpha=-rate * rate_factor)

    def _adam_directions(self, names: list[str], gradients: list[Tensor], beta: float) -> list[Tensor]:
        firsts = [self.state[f"{name}.first"] for name in names]
        seconds = [self.state[f"{name}.second"] for name in names]
        torch._foreach_lerp_(firsts, gradients, 1 - beta)
        torch._foreach_lerp_(seconds, torch._foreach_mul(gradients, gradients), 1 - SECOND_BETA)
        steps = torch._foreach_div(firsts, 1 - beta**self.steps)
        spread = torch._foreach_sqrt(torch._foreach_div(seconds, 1 - SECOND_BETA**self.steps))
        torch._foreach_add_(spread, 1e-10)
        torch._foreach_div_(steps, spread)
        return list(steps)

    def _muon_step(self, parts: list[MatrixPart], rate_factor: float, progress: float) -> None:
        config = self.config
        momentum = config.momentum - 0.1 * max(0.0, 1 - self.steps / config.momentum_steps)
        gradients, velocities = [], []
        for part in parts:
            assert part.parameter.grad is not None
            gradients.append(part.parameter.grad[part.first : part.last])
            velocities.append(part.momentum[part.first : part.last])
        torch._foreach_lerp_(velocities, gradients, 1 - momentum)
        stack = orthogonalised(torch.stack(torch._foreach_lerp(gradients, velocities, momentum)), self.dtype)
        rows, columns = stack.shape[1:]
        rate = config.matrix_rate * rate_factor * max(1.0, rows / columns) ** 0.5
        if config.row_normalised:
            stack = self._row_normalised(parts, stack)
        weights: list[Tensor] = [part.parameter[part.first : part.last] for part in parts]
        stacked = torch.stack(weights)
        decay = config.matrix_decay * (1 - progress) * config.matrix_rate * rate_factor
        change = stack * rate + decay * stacked * (stack * stacked > 0)
        torch._foreach_sub_(weights, list(change.unbind()))

    def _row_normalised(self, parts: list[MatrixPart], stack: Tensor) -> Tensor:
        """The steps with all rows of a matrix at about equal size, and each of the same norm as before."""
        mean_squares = [part.row_mean_square[part.first : part.last] for part in parts]
        torch._foreach_lerp_(mean_squares, list(stack.square().mean(dim=2, keepdim=True).unbind()), 0.05)
        scaled = stack * (torch.stack(mean_squares) / (1 - 0.95**self.steps)).clamp_min(1e-10).rsqrt()
        norms = [x.norm(dim=(1, 2), keepdim=True) for x in (stack, scaled)]
        result: Tensor = scaled * (norms[0] / norms[1].clamp_min(1e-10))
        return result
