"""`export`: a checkpoint as GGUF of the architecture `openelm`, for llama.cpp and what is built on it."""

from __future__ import annotations

import argparse
from pathlib import Path

import gguf
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from openelm_train.checkpoint import load_checkpoint
from openelm_train.config import ModelConfig
from openelm_train.errors import TrainingError
from openelm_train.gguf_tensors import to_gguf
from openelm_train.vocabulary import Vocabulary, read_tokenizer

KINDS = {
    "f32": (gguf.GGMLQuantizationType.F32, gguf.LlamaFileType.ALL_F32),
    "f16": (gguf.GGMLQuantizationType.F16, gguf.LlamaFileType.MOSTLY_F16),
    "q8_0": (gguf.GGMLQuantizationType.Q8_0, gguf.LlamaFileType.MOSTLY_Q8_0),
}

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|' + message['role'] + '|>\\n' + message['content'] + '<|end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}"
)

#: GGUF's names of the special tokens' roles; llama.cpp ends a generation at fim_pad, fim_rep and fim_sep
#: itself.
_ROLES = {
    "bos": "<|endoftext|>",
    "eos": "<|endoftext|>",
    "eot": "<|end|>",
    "padding": "<|fim_pad|>",
    "fim_pre": "<|fim_prefix|>",
    "fim_suf": "<|fim_suffix|>",
    "fim_mid": "<|fim_middle|>",
    "fim_pad": "<|fim_pad|>",
    "fim_rep": "<|repo_name|>",
    "fim_sep": "<|file_sep|>",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `export`."""
    parser.add_argument("checkpoint", type=Path, help="a run's directory or a checkpoint")
    parser.add_argument(
        "--tokenizer", type=Path, required=True, help="the tokenizer.json it was trained with"
    )
    parser.add_argument("--out", type=Path, required=True, help="directory for the files")
    parser.add_argument("--name", default="openelm-nano", help="file name before the kind")
    parser.add_argument("--title", help="general.name; OpenELM Nano and its size without it")
    parser.add_argument("--kinds", nargs="+", choices=sorted(KINDS), default=["f32", "f16", "q8_0"])


def run(args: argparse.Namespace) -> None:
    """Writes one file for each kind and prints its size."""
    checkpoint = load_checkpoint(args.checkpoint, with_optimiser=False)
    vocabulary = read_tokenizer(args.tokenizer)
    title = args.title or f"OpenELM Nano {_size_label(checkpoint.config)}"
    args.out.mkdir(parents=True, exist_ok=True)
    for kind in args.kinds:
        path = args.out / f"{args.name}-{kind}.gguf"
        export(path, checkpoint.config, checkpoint.weights, vocabulary, kind, title)
        print(f"{path}: {path.stat().st_size:,} bytes")


def export(
    path: Path, config: ModelConfig, weights: dict[str, Tensor], vocabulary: Vocabulary, kind: str, title: str
) -> None:
    """Writes the file. Raises TrainingError if vocabulary and model have different sizes."""
    if len(vocabulary.tokens) != config.vocabulary:
        raise TrainingError(
            f"The tokenizer has {len(vocabulary.tokens)} tokens, the model {config.vocabulary}; "
            "export with the tokenizer the model was trained with."
        )
    quantisation, file_type = KINDS[kind]
    writer = gguf.GGUFWriter(path, "openelm")
    _add_general(writer, config, title, file_type)
    _add_shape(writer, config)
    _add_vocabulary(writer, vocabulary)
    for name, tensor in to_gguf(config, weights).items():
        values: NDArray[np.float32] = tensor.numpy()
        wanted = gguf.GGMLQuantizationType.F32 if tensor.ndim == 1 else quantisation
        writer.add_tensor(name, gguf.quants.quantize(values, wanted), raw_dtype=wanted)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _size_label(config: ModelConfig) -> str:
    return f"{config.parameters / 1e6:.0f}M"


def _add_general(writer: gguf.GGUFWriter, config: ModelConfig, title: str, file_type: int) -> None:
    writer.add_type("model")
    writer.add_name(title)
    writer.add_author("The openelm-vscode contributors")
    writer.add_license("mit")
    writer.add_license_name("MIT")
    writer.add_description(
        "A small code model of the OpenELM architecture, trained from scratch on permissively licensed "
        "source text. It comes without any safety guarantees: what it writes can be wrong or "
        "harmful, so check it."
    )
    writer.add_size_label(_size_label(config))
    writer.add_tags(["code", "fill-in-the-middle", "openelm"])
    writer.add_file_type(file_type)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)


def _add_shape(writer: gguf.GGUFWriter, config: ModelConfig) -> None:
    writer.add_block_count(len(config.layers))
    writer.add_context_length(config.context)
    writer.add_embedding_length(config.width)
    writer.add_feed_forward_length([layer.feed_forward for layer in config.layers])
    writer.add_head_count([layer.query_heads for layer in config.layers])
    writer.add_head_count_kv([layer.key_value_heads for layer in config.layers])
    writer.add_rope_freq_base(config.rope_base)
    writer.add_layer_norm_rms_eps(config.epsilon)
    writer.add_rope_dimension_count(config.head_size)
    writer.add_key_length(config.head_size)
    writer.add_value_length(config.head_size)
    writer.add_vocab_size(config.vocabulary)


def _add_vocabulary(writer: gguf.GGUFWriter, vocabulary: Vocabulary) -> None:
    special = set(vocabulary.special_ids.values())
    types = [
        gguf.TokenType.UNUSED
        if index in vocabulary.unused_ids
        else gguf.TokenType.CONTROL
        if index in special
        else gguf.TokenType.NORMAL
        for index in range(len(vocabulary.tokens))
    ]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(vocabulary.tokens)
    writer.add_token_types(types)
    writer.add_token_merges(vocabulary.merges)
    for role, name in _ROLES.items():
        if name in vocabulary.special_ids:
            writer.add_uint32(f"tokenizer.ggml.{role}_token_id", vocabulary.special_ids[name])
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(CHAT_TEMPLATE)
