import shutil
from pathlib import Path

import pytest
import torch
from test_model import random_model

from openelm_train.config import openelm
from openelm_train.engine_parity import ask_engine, torch_greedy, torch_nats
from openelm_train.errors import TrainingError
from openelm_train.export_gguf import CHAT_TEMPLATE, export
from openelm_train.heldout_set import read_documents
from openelm_train.load_model import load_gguf
from openelm_train.vocabulary import SPECIALS, make_vocabulary, read_tokenizer

TRAINING = Path(__file__).parents[1]
ENGINE = TRAINING.parent / "node_modules" / "node-llama-cpp"
NEEDS_ENGINE = pytest.mark.skipif(
    not ENGINE.exists() or shutil.which("node") is None, reason="needs npm ci and Node.js"
)
PROMPT = [20, 100, 77, 81, 130, 9, 44, 230, 231, 17, 60, 61]


def tiny_vocabulary():
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    moved = iter(range(0x100, 0x200))
    characters = [chr(byte) if byte in printable else chr(next(moved)) for byte in range(256)]
    merges = ["Ġ Ġ", "i n", "e r", "Ġ =", "t h"]
    reserved = [f"<|reserved_{index}|>" for index in range(5)]
    tokens = [*SPECIALS, *reserved, *characters, *(merge.replace(" ", "") for merge in merges)]
    ids = {name: index for index, name in enumerate(SPECIALS)}
    return make_vocabulary(tokens, merges, ids, frozenset(range(11, 16)))


def model():
    vocabulary = tiny_vocabulary()
    from dataclasses import replace

    config = replace(openelm(512, 4, len(vocabulary.tokens), context=256), embedding_scale=50.0)
    made = random_model(config)
    return made, vocabulary


@pytest.mark.parametrize(("kind", "limit"), [("f32", 1e-6), ("f16", 1e-3), ("q8_0", 1e-2)])
def test_an_export_comes_back_as_it_was(tmp_path, kind, limit):
    made, vocabulary = model()
    path = tmp_path / "model.gguf"
    export(path, made.config, dict(made.named_parameters()), vocabulary, kind, "Tiny")
    back, their_vocabulary = load_gguf(path)
    assert back.config.layers == made.config.layers
    assert their_vocabulary.special_ids == vocabulary.special_ids
    assert their_vocabulary.encode("thing = in") == vocabulary.encode("thing = in")
    scores, theirs = made(torch.tensor([PROMPT])), back(torch.tensor([PROMPT]))
    assert (scores - theirs).norm() / scores.norm() < limit * 5


def test_text_that_looks_like_a_special_token_stays_text():
    vocabulary = tiny_vocabulary()
    ids = vocabulary.encode("<|endoftext|>")
    assert len(ids) == 13
    assert vocabulary.decode(ids) == "<|endoftext|>"


def test_the_tokenizer_must_fit_the_model(tmp_path):
    _, vocabulary = model()
    with pytest.raises(TrainingError, match="The tokenizer has 277 tokens, the model 8192"):
        export(tmp_path / "x.gguf", openelm(256, 2, 8192), {}, vocabulary, "f32", "x")


def test_the_chat_template_writes_the_format_of_the_training_text():
    jinja2 = pytest.importorskip("jinja2")
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Explain"}]
    text = jinja2.Template(CHAT_TEMPLATE).render(messages=messages, add_generation_prompt=True)
    assert text == "<|system|>\nBe brief.<|end|>\n<|user|>\nExplain<|end|>\n<|assistant|>\n"


@NEEDS_ENGINE
def test_the_engine_computes_what_this_package_does(tmp_path):
    made, vocabulary = model()
    path = tmp_path / "model.gguf"
    export(path, made.config, dict(made.named_parameters()), vocabulary, "f32", "Tiny")
    texts = ["thing = in the <|fim_prefix|>", "naïve Überschrift 中文 = 12345\n\n\tend  \n"]
    answer = ask_engine(path, [PROMPT, PROMPT[::-1]], greedy=12, texts=texts)
    for prompt, nats, greedy in zip((PROMPT, PROMPT[::-1]), answer["nats"], answer["greedy"], strict=True):
        assert nats == pytest.approx(torch_nats(made, prompt), abs=1e-3)
        ours = torch_greedy(made, prompt, 12, 0)
        assert greedy == ours[: len(greedy)]
    assert answer["tokens"] == [vocabulary.encode(text) for text in texts]


@NEEDS_ENGINE
@pytest.mark.parametrize("size", ["8k", "16k"])
def test_the_engine_tokenises_every_held_out_file_as_training_does(tmp_path, size):
    vocabulary = read_tokenizer(TRAINING / "tokenizer" / f"tokenizer-{size}.json")
    config = openelm(256, 1, len(vocabulary.tokens), context=128)
    path = tmp_path / "model.gguf"
    export(path, config, dict(random_model(config).named_parameters()), vocabulary, "f16", "Tokens")
    documents = list(read_documents(TRAINING / "heldout"))
    theirs = ask_engine(path, [], texts=[document.text for document in documents])["tokens"]
    different = [
        document.path
        for document, ids in zip(documents, theirs, strict=True)
        if vocabulary.encode(document.text) != ids
    ]
    assert len(documents) > 2000
    assert different == []
