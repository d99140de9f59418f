"""OpenELM as llama.cpp's `openelm` computes it.

Per layer: RMSNorm, one projection to queries, keys and values, RMSNorm of queries and keys over the head,
rotary positions (the halves of a head turn together, "NEOX"), grouped-query causal attention, output
projection, residual; RMSNorm, SwiGLU (the first half of the fused matrix is the gate), residual. No bias
anywhere; the embedding is the output matrix. Matrices are kept in float32 and used in the type of the
activations.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from openelm_train.config import LayerShape, ModelConfig


def rms_norm(x: Tensor, gain: Tensor, epsilon: float) -> Tensor:
    """Divides by the root of the mean square over the last dimension in float32, then multiplies by the
    gain.
    """
    wide = x.float()
    normed = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + epsilon)
    return (normed * gain).to(x.dtype)


def rotary_table(positions: int, head_size: int, base: float, device: torch.device) -> tuple[Tensor, Tensor]:
    """Cosines and sines of shape (positions, head_size / 2), float32."""
    half = head_size // 2
    frequency = base ** (-torch.arange(half, dtype=torch.float64) / half)
    angle = torch.arange(positions, dtype=torch.float64)[:, None] * frequency
    return angle.cos().float().to(device), angle.sin().float().to(device)


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turns the pairs (j, j + half) of each head. x: (batch, length, heads, head size)."""
    first, second = x.float().chunk(2, dim=-1)
    cosine, sine = cosine[None, :, None, :], sine[None, :, None, :]
    turned = torch.cat((first * cosine - second * sine, second * cosine + first * sine), dim=-1)
    return turned.to(x.dtype)


#: Keys and values of one layer so far, each (batch, length, key-value heads, head size).
LayerCache = tuple[Tensor, Tensor]


class Block(nn.Module):
    """One layer of the transformer."""

    def __init__(self, config: ModelConfig, shape: LayerShape) -> None:
        super().__init__()
        self.shape = shape
        self.head_size = config.head_size
        self.epsilon = config.epsilon
        width, head = config.width, config.head_size
        self.attn_norm = nn.Parameter(torch.ones(width))
        self.qkv = nn.Parameter(torch.empty((shape.query_heads + 2 * shape.key_value_heads) * head, width))
        self.q_norm = nn.Parameter(torch.ones(head))
        self.k_norm = nn.Parameter(torch.ones(head))
        self.attn_output = nn.Parameter(torch.empty(width, shape.query_heads * head))
        self.ffn_norm = nn.Parameter(torch.ones(width))
        self.gate_up = nn.Parameter(torch.empty(2 * shape.feed_forward, width))
        self.ffn_down = nn.Parameter(torch.empty(width, shape.feed_forward))

    def forward(
        self, x: Tensor, cosine: Tensor, sine: Tensor, cache: LayerCache | None = None
    ) -> tuple[Tensor, LayerCache]:
        """x: (batch, length, width), with the rotary table of its positions. Returns x and all keys and
        values.
        """
        attended, cache = self._attention(rms_norm(x, self.attn_norm, self.epsilon), cosine, sine, cache)
        x = x + attended
        gate, up = F.linear(rms_norm(x, self.ffn_norm, self.epsilon), self.gate_up.to(x.dtype)).chunk(
            2, dim=-1
        )
        return x + F.linear(F.silu(gate) * up, self.ffn_down.to(x.dtype)), cache

    def _attention(
        self, x: Tensor, cosine: Tensor, sine: Tensor, cache: LayerCache | None
    ) -> tuple[Tensor, LayerCache]:
        batch, length, _ = x.shape
        heads, shared = self.shape.query_heads, self.shape.key_value_heads
        projected = F.linear(x, self.qkv.to(x.dtype)).view(batch, length, heads + 2 * shared, self.head_size)
        query, key, value = torch.split(projected, [heads, shared, shared], dim=2)
        query = rotate(rms_norm(query, self.q_norm, self.epsilon), cosine, sine)
        key = rotate(rms_norm(key, self.k_norm, self.epsilon), cosine, sine)
        if cache is not None:
            key, value = torch.cat((cache[0], key), dim=1), torch.cat((cache[1], value), dim=1)
        mixed = _causal_attention(query, key, value)
        return F.linear(mixed.reshape(batch, length, -1), self.attn_output.to(x.dtype)), (key, value)


def _causal_attention(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Attention of the last `length` positions to all up to their own. All (batch, positions, heads, head
    size).
    """
    groups = query.shape[2] // key.shape[2]
    length, total = query.shape[1], key.shape[1]
    wide_key = key.repeat_interleave(groups, dim=2).transpose(1, 2)
    wide_value = value.repeat_interleave(groups, dim=2).transpose(1, 2)
    mask = None
    if 1 < length < total:
        mask = torch.ones(length, total, dtype=torch.bool, device=query.device).tril(total - length)
    mixed = F.scaled_dot_product_attention(
        query.transpose(1, 2), wide_key, wide_value, attn_mask=mask, is_causal=length == total and length > 1
    )
    return mixed.transpose(1, 2)


class OpenElm(nn.Module):
    """The model; `hidden` gives what the tied embedding turns into scores."""

    cosine: Tensor
    sine: Tensor

    def __init__(self, config: ModelConfig, seed: int = 1) -> None:
        super().__init__()
        self.config = config
        self.token_embd = nn.Parameter(torch.empty(config.vocabulary, config.width))
        self.layers = nn.ModuleList(Block(config, shape) for shape in config.layers)
        self.output_norm = nn.Parameter(torch.ones(config.width))
        cosine, sine = rotary_table(config.context, config.head_size, config.rope_base, torch.device("cpu"))
        self.register_buffer("cosine", cosine, persistent=False)
        self.register_buffer("sine", sine, persistent=False)
        self._initialise(torch.Generator().manual_seed(seed))

    @torch.no_grad()
    def _initialise(self, generator: torch.Generator) -> None:
        """Normal weights of variance 1 / row length; what ends a branch starts at zero, so every layer is
        idle.
        """
        self.token_embd.normal_(0.0, 0.02, generator=generator)
        for name, weight in self.named_parameters():
            if weight.ndim != 2 or name == "token_embd":
                continue
            if name.endswith(("attn_output", "ffn_down")):
                weight.zero_()
            else:
                weight.normal_(0.0, weight.shape[1] ** -0.5, generator=generator)

    def hidden(
        self, tokens: Tensor, dtype: torch.dtype = torch.float32, caches: list[LayerCache] | None = None
    ) -> tuple[Tensor, list[LayerCache]]:
        """Normalised output of the last layer for tokens (batch, length) that follow the cached ones.

        Returns it as (batch, length, width) of `dtype`, and the caches grown by `tokens`.
        """
        start = 0 if caches is None else caches[0][0].shape[1]
        span = slice(start, start + tokens.shape[1])
        cosine, sine = self.cosine[span], self.sine[span]
        x = (F.embedding(tokens, self.token_embd) * self.config.embedding_scale).to(dtype)
        grown: list[LayerCache] = []
        for index, block in enumerate(self.layers):
            x, cache = block(x, cosine, sine, None if caches is None else caches[index])
            grown.append(cache)
        return rms_norm(x, self.output_norm, self.config.epsilon), grown

    def forward(self, tokens: Tensor) -> Tensor:
        """Scores of every next token: (batch, length, vocabulary), float32."""
        hidden, _ = self.hidden(tokens)
        return F.linear(hidden, self.token_embd)
