import gzip
import json

import pytest

from openelm_train.data.heldout import read_documents
from openelm_train.errors import TrainingError
from openelm_train.tokenizer import SIZES, SPECIAL_TOKENS, CodeTokenizer, load, train

AVAILABLE = [size for size in SIZES if (load.__globals__["FOLDER"] / f"tokenizer-{size}.json").exists()]


@pytest.mark.parametrize("size", AVAILABLE)
def test_every_held_out_file_comes_back_as_it_was_and_without_special_tokens(size: str) -> None:
    tokenizer = load(size)
    texts = [record["text"] for record in read_documents()]
    for text, ids in zip(texts, tokenizer.encode_batch(texts), strict=True):
        assert min(ids) >= len(SPECIAL_TOKENS) and max(ids) < SIZES[size]
        assert tokenizer.decode(ids) == text


@pytest.mark.parametrize("size", AVAILABLE)
def test_special_tokens_come_first_then_the_bytes(size: str) -> None:
    tokenizer = load(size)
    assert tokenizer.vocab_size == SIZES[size] and tokenizer.vocab_size % 256 == 0
    single = {tokenizer.encode(chr(code))[0] for code in range(33, 127)}
    assert single <= set(range(16, 16 + 256))


@pytest.mark.parametrize("size", AVAILABLE)
def test_text_that_looks_like_a_special_token_is_ordinary_bytes(size: str) -> None:
    tokenizer = load(size)
    for token in SPECIAL_TOKENS:
        ids = tokenizer.encode(f"a {token} b")
        assert min(ids) >= len(SPECIAL_TOKENS)
        assert tokenizer.decode(ids) == f"a {token} b"


def test_the_first_id_is_end_of_text(tmp_path: "object") -> None:
    assert SPECIAL_TOKENS[0] == "<|endoftext|>" and len(SPECIAL_TOKENS) == 16


def test_no_byte_sequence_is_lost() -> None:
    tokenizer = load(AVAILABLE[0])
    text = "tab\there\r\n  emoji 🦊 中文 \u0000 \u200b é e\u0301"
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_a_tokenizer_with_other_special_tokens_is_refused(tmp_path: "pytest.TempPathFactory") -> None:
    path = tmp_path / "t.json"  # type: ignore[operator]
    train(["some text to learn from"] * 20, 300).save(str(path))
    text = path.read_text().replace("<|fim_pad|>", "<|other|>")
    path.write_text(text)
    with pytest.raises(TrainingError, match="other special tokens"):
        CodeTokenizer(path)
    with pytest.raises(TrainingError, match="No tokenizer of size"):
        load("4k")


def test_damaged_held_out_documents_say_so(tmp_path: "pytest.TempPathFactory") -> None:
    path = tmp_path / "documents.jsonl.gz"  # type: ignore[operator]
    path.write_bytes(gzip.compress(json.dumps({}).encode())[:10])
    with pytest.raises(TrainingError, match="restore it from git"):
        read_documents(path)
