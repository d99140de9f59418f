"""Weights of the model by the names GGUF files have for them, and back."""

from __future__ import annotations

import torch
from torch import Tensor

from openelm_train.config import ModelConfig

_SAME = ("attn_norm", "attn_output", "ffn_norm", "ffn_down")
_RENAMED = {"qkv": "attn_qkv", "q_norm": "attn_q_norm", "k_norm": "attn_k_norm"}


def to_gguf(config: ModelConfig, weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """GGUF's tensors in the order converters write them, float32, the embedding's scale folded in."""
    wide = {name: tensor.detach().float().cpu() for name, tensor in weights.items()}
    scale = config.embedding_scale
    result = {"token_embd": wide["token_embd"] * scale, "output_norm": wide["output_norm"] / scale}
    for layer, shape in enumerate(config.layers):
        part = {key.split(".")[-1]: x for key, x in wide.items() if key.startswith(f"layers.{layer}.")}
        gate, up = torch.split(part["gate_up"], shape.feed_forward)
        named = {
            "attn_norm": part["attn_norm"],
            "attn_qkv": part["qkv"],
            "attn_q_norm": part["q_norm"],
            "attn_k_norm": part["k_norm"],
            "attn_output": part["attn_output"],
            "ffn_norm": part["ffn_norm"],
            "ffn_gate": gate,
            "ffn_up": up,
            "ffn_down": part["ffn_down"],
        }
        result.update({f"blk.{layer}.{name}": tensor for name, tensor in named.items()})
    return {f"{name}.weight": tensor.contiguous() for name, tensor in result.items()}


def from_gguf(config: ModelConfig, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Inverse of `to_gguf` for a config without an embedding scale."""
    plain = {name.removesuffix(".weight"): tensor for name, tensor in tensors.items()}
    result = {name: plain[name] for name in ("token_embd", "output_norm")}
    for layer in range(len(config.layers)):
        source, target = f"blk.{layer}.", f"layers.{layer}."
        for name in _SAME:
            result[target + name] = plain[source + name]
        for name, theirs in _RENAMED.items():
            result[target + name] = plain[source + theirs]
        result[target + "gate_up"] = torch.cat((plain[source + "ffn_gate"], plain[source + "ffn_up"]))
    return result
