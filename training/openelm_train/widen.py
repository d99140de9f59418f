"""`widen`: a small model's weights, padded with zeros to a larger shape that computes the same.

What such a model writes is worth reading, and each token of it costs what the larger shape costs: for timing
in the editor, where a model of random weights suggests nothing and is stopped early.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import gguf
import torch
from torch import Tensor

from openelm_train.config import PUBLISHED, LayerShape, ModelConfig, published
from openelm_train.errors import TrainingError
from openelm_train.export_gguf import KINDS, export
from openelm_train.load_model import load_gguf
from openelm_train.model import OpenElm
from openelm_train.vocabulary import Vocabulary, make_vocabulary

#: The channel that marks tokens as real, as a share of an embedding's root mean square: 2e-6 of the norms.
_MARK = 0.05
#: The mark of an added token, the other way, so many times as large.
_ADDED = 1000.0
#: How far below the real ones an added token's score lies at the largest hidden state that was seen.
_BELOW = 1000.0


@dataclass(frozen=True)
class _Mark:
    """Channel `width` of the small model, which no layer reads or writes; the output's gain alone has it."""

    real: float
    added: float
    gain: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `widen`."""
    parser.add_argument("gguf", type=Path, help="a small openelm model: F32, F16 or Q8_0")
    parser.add_argument("--shape", choices=sorted(PUBLISHED), default="270M", help="one of Apple's sizes")
    parser.add_argument("--kind", choices=sorted(KINDS), default="q8_0")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")


def run(args: argparse.Namespace) -> None:
    """Writes the file and prints its size."""
    widen_file(args.gguf, args.out, published(args.shape), args.kind)
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")


def widen_file(source: Path, out: Path, shape: ModelConfig, kind: str) -> None:
    """Writes `source` in a shape. Its name stays, by which the editor knows how to ask."""
    model, vocabulary = load_gguf(source)
    name = gguf.GGUFReader(source).fields.get("general.name")
    config = adapted(shape, model.config)
    weights = widen(model, config)
    title = source.stem if name is None else str(name.contents())
    out.parent.mkdir(parents=True, exist_ok=True)
    export(out, config, weights, _pad_vocabulary(vocabulary, config.vocabulary), kind, title)


def adapted(shape: ModelConfig, small: ModelConfig) -> ModelConfig:
    """A shape with what else decides what a model computes. The context stays the one it was trained with.

    The epsilon shrinks as the mean squares do that it is added to.
    """
    epsilon = small.epsilon * small.width / shape.width
    return replace(shape, context=small.context, rope_base=small.rope_base, epsilon=epsilon)


@torch.no_grad()
def widen(model: OpenElm, config: ModelConfig) -> dict[str, Tensor]:
    """Weights of an adapted `config` for what `model` computes. Raises TrainingError without room."""
    small = model.config
    _require_room(small, config)
    mark = _mark(model) if config.vocabulary > small.vocabulary else _Mark(0.0, 0.0, 0.0)
    # The mean square is taken over more channels, of which the further ones are zero.
    shrink = (small.width / config.width) ** 0.5
    embedding = torch.zeros(config.vocabulary, config.width)
    embedding[: small.vocabulary, : small.width] = model.token_embd * small.embedding_scale
    output_norm = torch.zeros(config.width)
    output_norm[: small.width] = model.output_norm / small.embedding_scale * shrink
    if config.width > small.width:
        embedding[: small.vocabulary, small.width] = mark.real
        embedding[small.vocabulary :, small.width] = mark.added
        output_norm[small.width] = mark.gain * shrink
    result = {"token_embd": embedding / config.embedding_scale}
    result["output_norm"] = output_norm * config.embedding_scale
    blocks: dict[str, Tensor] = dict(model.named_parameters())
    for index, shape in enumerate(config.layers):
        part = _empty_layer(config, shape)
        if index < len(small.layers):
            names = {name: blocks[f"layers.{index}.{name}"] for name in part}
            _fill_layer(part, names, (small, small.layers[index]), (config, shape))
        result.update({f"layers.{index}.{name}": tensor for name, tensor in part.items()})
    return result


def _require_room(small: ModelConfig, large: ModelConfig) -> None:
    fits = (
        small.width <= large.width
        and small.vocabulary <= large.vocabulary
        and len(small.layers) <= len(large.layers)
        and large.head_size % small.head_size == 0
        and (small.width < large.width or small.vocabulary == large.vocabulary)
        and all(_layer_fits(a, b) for a, b in zip(small.layers, large.layers, strict=False))
    )
    if not fits:
        raise TrainingError(
            "The model does not fit into that shape: width, vocabulary, layers, heads, heads to a key-value "
            "head and feed-forward widths must be no larger in any layer, and the larger head a multiple."
        )


def _layer_fits(small: LayerShape, large: LayerShape) -> bool:
    return (
        small.key_value_heads <= large.key_value_heads
        and _groups(small) <= _groups(large)
        and small.feed_forward <= large.feed_forward
    )


def _groups(shape: LayerShape) -> int:
    return shape.query_heads // shape.key_value_heads


def _mark(model: OpenElm) -> _Mark:
    """All real tokens' scores rise alike by it, which changes no probability; those of added ones fall.

    The fall is divided by the last hidden state's root mean square, which is looked at on random tokens.
    """
    config = model.config
    size = float((model.token_embd * config.embedding_scale).pow(2).mean().sqrt())
    real, added = size * _MARK, -size * _MARK * _ADDED
    length = min(config.context, 128)
    tokens = torch.randint(config.vocabulary, (1, length), generator=torch.Generator().manual_seed(1))
    largest = _last_state(model, tokens).pow(2).mean(-1).sqrt().max()
    return _Mark(real, added, _BELOW * float(largest) / (real * -added))


def _last_state(model: OpenElm, tokens: Tensor) -> Tensor:
    x = torch.nn.functional.embedding(tokens, model.token_embd) * model.config.embedding_scale
    for block in model.layers:
        x, _ = block(x, model.cosine[: tokens.shape[1]], model.sine[: tokens.shape[1]])
    return x


def _empty_layer(config: ModelConfig, shape: LayerShape) -> dict[str, Tensor]:
    """A layer that adds nothing, by the names of `Block`."""
    width, head = config.width, config.head_size
    heads = shape.query_heads + 2 * shape.key_value_heads
    return {
        "attn_norm": torch.zeros(width),
        "qkv": torch.zeros(heads * head, width),
        "q_norm": torch.zeros(head),
        "k_norm": torch.zeros(head),
        "attn_output": torch.zeros(width, shape.query_heads * head),
        "ffn_norm": torch.zeros(width),
        "gate_up": torch.zeros(2 * shape.feed_forward, width),
        "ffn_down": torch.zeros(width, shape.feed_forward),
    }


def _fill_layer(
    part: dict[str, Tensor],
    source: dict[str, Tensor],
    small: tuple[ModelConfig, LayerShape],
    large: tuple[ModelConfig, LayerShape],
) -> None:
    (config, shape), (wide, wide_shape) = small, large
    width, inner = config.width, shape.feed_forward
    shrink = (width / wide.width) ** 0.5
    for name in ("attn_norm", "ffn_norm"):
        part[name][:width] = source[name] * shrink
    gate, up = torch.split(source["gate_up"], inner)
    part["gate_up"][:inner, :width] = gate
    part["gate_up"][wide_shape.feed_forward : wide_shape.feed_forward + inner, :width] = up
    part["ffn_down"][:width, :inner] = source["ffn_down"]
    place = _head_places(config.head_size, wide.head_size)
    # Scores are divided by the root of the head's size, and a norm over more channels leaves larger values.
    part["q_norm"][place] = source["q_norm"]
    part["k_norm"][place] = source["k_norm"] * (config.head_size / wide.head_size) ** 0.5
    heads = source["qkv"].view(-1, config.head_size, width)
    counts = [shape.query_heads, shape.key_value_heads, shape.key_value_heads]
    queries, keys, values = torch.split(heads, counts)
    rows = part["qkv"].view(-1, wide.head_size, wide.width)
    columns = part["attn_output"].view(wide.width, -1, wide.head_size)
    mixed = source["attn_output"].view(width, -1, config.head_size)
    for head, matrix in enumerate(queries):
        target = head // _groups(shape) * _groups(wide_shape) + head % _groups(shape)
        rows[target, place, :width] = matrix
        columns[:width, target, place] = mixed[:, head]
    first_key = wide_shape.query_heads
    first_value = first_key + wide_shape.key_value_heads
    for first, matrices in ((first_key, keys), (first_value, values)):
        for head, matrix in enumerate(matrices):
            rows[first + head, place, :width] = matrix


def _head_places(small: int, large: int) -> Tensor:
    """Where the channels of a head lie in a larger one, so that each pair turns at the speed it had."""
    pairs = torch.arange(small // 2) * (large // small)
    return torch.cat((pairs, pairs + large // 2))


def _pad_vocabulary(vocabulary: Vocabulary, size: int) -> Vocabulary:
    count = len(vocabulary.tokens)
    tokens = [*vocabulary.tokens, *(f"[PAD{index}]" for index in range(count, size))]
    unused = vocabulary.unused_ids | frozenset(range(count, size))
    return make_vocabulary(tokens, vocabulary.merges, vocabulary.special_ids, unused)
