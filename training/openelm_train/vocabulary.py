"""The tokenizer as training and evaluation use it: text is never read as a special token."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

from openelm_train.errors import TrainingError

#: llama.cpp's pre-tokeniser "qwen2" (src/llama-vocab.cpp).
QWEN2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)

#: Names of the special tokens, in the order of their ids in this project's vocabularies.
SPECIALS = (
    "<|endoftext|>",
    "<|fim_prefix|>",
    "<|fim_suffix|>",
    "<|fim_middle|>",
    "<|fim_pad|>",
    "<|repo_name|>",
    "<|file_sep|>",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
    "<|end|>",
)


@dataclass(frozen=True)
class Vocabulary:
    """Byte-level BPE: tokens by id, merges in order, and the ids of the special tokens that exist."""

    tokens: list[str]
    merges: list[str]
    special_ids: dict[str, int]
    unused_ids: frozenset[int]
    tokenizer: Tokenizer

    def encode(self, text: str) -> list[int]:
        """Token ids of plain text, whatever it looks like."""
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def decode(self, ids: list[int]) -> str:
        """Text of token ids; bytes that are no UTF-8 become the replacement character."""
        text: str = self.tokenizer.decode(ids, skip_special_tokens=True)
        return text

    def special(self, name: str) -> int:
        """Id of a special token. Raises TrainingError if this vocabulary has none of that name."""
        if name not in self.special_ids:
            raise TrainingError(f"The vocabulary has no token {name}; use one of this project's tokenizers.")
        return self.special_ids[name]


def make_vocabulary(
    tokens: list[str], merges: list[str], special_ids: dict[str, int], unused_ids: frozenset[int]
) -> Vocabulary:
    """A tokenizer without special tokens among what it can produce, so that text stays text."""
    pairs = [(left, right) for left, right in (merge.split(" ") for merge in merges)]
    ids = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=ids, merges=pairs))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(QWEN2), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return Vocabulary(tokens, merges, special_ids, unused_ids, tokenizer)


def read_tokenizer(path: Path) -> Vocabulary:
    """Reads a `tokenizer.json` of the HF tokenizers library. Raises TrainingError if it is another kind."""
    try:
        fields: dict[str, Any] = json.loads(path.read_text())
        ids: dict[str, int] = dict(fields["model"]["vocab"])
        for added in fields["added_tokens"]:
            ids[added["content"]] = added["id"]
        merges = [x if isinstance(x, str) else " ".join(x) for x in fields["model"]["merges"]]
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise TrainingError(f"{path} is not a byte-level BPE tokenizer file ({error!r}).") from error
    tokens = sorted(ids, key=lambda token: ids[token])
    if [ids[token] for token in tokens] != list(range(len(tokens))):
        raise TrainingError(f"The ids in {path} have gaps; train the tokenizer anew.")
    special_ids = {name: ids[name] for name in SPECIALS if name in ids}
    unused = frozenset(index for token, index in ids.items() if token.startswith("<|reserved_"))
    return make_vocabulary(tokens, merges, special_ids, unused)
