"""A model to evaluate, from a checkpoint with its tokenizer or from a GGUF file that carries one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from torch import Tensor

from openelm_train.checkpoint import load_checkpoint
from openelm_train.config import LayerShape, ModelConfig
from openelm_train.errors import TrainingError
from openelm_train.gguf_tensors import from_gguf, to_gguf
from openelm_train.model import OpenElm
from openelm_train.vocabulary import SPECIALS, Vocabulary, make_vocabulary, read_tokenizer


def load_model(path: Path, tokenizer: Path | None) -> tuple[OpenElm, Vocabulary]:
    """The model in float32 with its vocabulary. Raises TrainingError for what is neither kind of file."""
    if path.suffix == ".gguf":
        return load_gguf(path)
    if tokenizer is None:
        raise TrainingError("A checkpoint carries no tokenizer; name it with --tokenizer.")
    checkpoint = load_checkpoint(path, with_optimiser=False)
    return _model(checkpoint.config, checkpoint.weights), read_tokenizer(tokenizer)


def _model(config: ModelConfig, weights: dict[str, Tensor]) -> OpenElm:
    """The model without an embedding scale, as an export has it."""
    plain = replace(config, embedding_scale=1.0)
    model = OpenElm(plain)
    folded = from_gguf(plain, to_gguf(config, weights))
    model.load_state_dict(folded)
    return model.eval().requires_grad_(False)


def load_gguf(path: Path) -> tuple[OpenElm, Vocabulary]:
    """Reads an `openelm` GGUF of type F32, F16 or Q8_0."""
    try:
        reader = gguf.GGUFReader(path)
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path} is not a GGUF file that can be read ({error}).") from error
    fields = {name: field.contents() for name, field in reader.fields.items()}
    if fields.get("general.architecture") != "openelm":
        raise TrainingError(f"{path} holds a model of another architecture; only openelm can be evaluated.")
    config = _config(fields)
    tensors = {
        tensor.name: torch.from_numpy(
            np.array(gguf.quants.dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        ).reshape([int(size) for size in reversed(tensor.shape)])
        for tensor in reader.tensors
    }
    return _model(config, from_gguf(config, tensors)), _vocabulary(fields)


def _config(fields: dict[str, Any]) -> ModelConfig:
    def key(name: str) -> Any:
        return fields[f"openelm.{name}"]

    layers = zip(
        key("attention.head_count"),
        key("attention.head_count_kv"),
        key("feed_forward_length"),
        strict=True,
    )
    return ModelConfig(
        width=int(key("embedding_length")),
        head_size=int(key("attention.key_length")),
        vocabulary=len(fields["tokenizer.ggml.tokens"]),
        context=int(key("context_length")),
        layers=tuple(LayerShape(int(a), int(b), int(c)) for a, b, c in layers),
        rope_base=float(key("rope.freq_base")),
        epsilon=float(key("attention.layer_norm_rms_epsilon")),
    )


def _vocabulary(fields: dict[str, Any]) -> Vocabulary:
    tokens = list(fields["tokenizer.ggml.tokens"])
    ids = {name: tokens.index(name) for name in SPECIALS if name in tokens}
    types = fields["tokenizer.ggml.token_type"]
    unused = frozenset(index for index, kind in enumerate(types) if kind == gguf.TokenType.UNUSED)
    return make_vocabulary(tokens, list(fields["tokenizer.ggml.merges"]), ids, unused)
