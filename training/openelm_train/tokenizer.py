"""The byte-level BPE tokenizer: trained with HF tokenizers, run the same in llama.cpp as `qwen2`.

Ids: 16 special tokens, then 256 bytes, then merges. Text never gives a special token: what looks like
one is encoded as ordinary bytes, so that a file about tokenizers cannot end a document.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from openelm_train.errors import TrainingError

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tokenizer"

SPECIAL_TOKENS = (
    "<|endoftext|>", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|fim_pad|>", "<|repo_name|>",
    "<|file_sep|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>",
    *(f"<|reserved_{i}|>" for i in range(5)),
)  # fmt: skip
(
    END_OF_TEXT,
    FIM_PREFIX,
    FIM_SUFFIX,
    FIM_MIDDLE,
    FIM_PAD,
    REPO_NAME,
    FILE_SEP,
    SYSTEM,
    USER,
    ASSISTANT,
    END,
) = range(11)

SIZES = {"8k": 8192, "16k": 16384}
MAX_TOKEN_LENGTH = 32

# llama.cpp's `qwen2` (src/llama-vocab.cpp), letter for letter.
QWEN2 = (
    r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def untrained() -> Tokenizer:
    """A tokenizer with the pre-tokeniser of `qwen2`, no normaliser and no merges yet."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(QWEN2), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def train(texts: Iterable[str], vocab_size: int) -> Tokenizer:
    """Learn the merges from texts; special tokens come first, then the bytes."""
    tokenizer = untrained()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=MAX_TOKEN_LENGTH,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


class CodeTokenizer:
    """Encodes text to ids without ever giving a special token, and decodes ids to text."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise TrainingError(f"The tokenizer {path.name} is missing: restore it from git.")
        self.path = path
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.encode_special_tokens = True
        found = tuple(self._tokenizer.id_to_token(i) for i in range(len(SPECIAL_TOKENS)))
        if found != SPECIAL_TOKENS:
            raise TrainingError(
                f"{path.name} has other special tokens than this version expects: restore it from git."
            )

    @property
    def vocab_size(self) -> int:
        """Number of ids, special tokens included."""
        return int(self._tokenizer.get_vocab_size())

    def encode(self, text: str) -> list[int]:
        """The ids of a text, none of them special."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def encode_batch(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of many texts, by the library's threads."""
        return [e.ids for e in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def decode(self, ids: Sequence[int]) -> str:
        """The text of ids; special tokens appear by their names."""
        text: str = self._tokenizer.decode(list(ids), skip_special_tokens=False)
        return text


def load(size: str) -> CodeTokenizer:
    """The committed tokenizer of a size, `8k` or `16k`."""
    if size not in SIZES:
        raise TrainingError(f"No tokenizer of size {size}: choose one of {', '.join(SIZES)}.")
    return CodeTokenizer(FOLDER / f"tokenizer-{size}.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `tokenizer`."""
    parser.add_argument("--size", choices=list(SIZES), required=True, help="how many ids: 8,192 or 16,384")
    parser.add_argument(
        "--profile", choices=["cpu", "full"], default="full", help="train on this profile's text"
    )
    parser.add_argument("--megabytes", type=int, default=64, help="how much text to learn the merges from")


def run(args: argparse.Namespace) -> None:
    """Learn a tokenizer from the cleaned text of a profile and write it to tokenizer/."""
    from openelm_train.data.sample import tokenizer_sample

    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"tokenizer-{args.size}.json"
    train(tokenizer_sample(args.profile, args.megabytes << 20), SIZES[args.size]).save(str(path))
    print(f"Wrote {path.relative_to(ROOT)}: {CodeTokenizer(path).vocab_size} ids.")
