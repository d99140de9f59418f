from dataclasses import replace

import pytest
import torch
from test_export import NEEDS_ENGINE, PROMPT, tiny_vocabulary
from test_model import random_model

from openelm_train.__main__ import main
from openelm_train.config import LayerShape, ModelConfig, ScalingRule, openelm, published
from openelm_train.engine_parity import ask_engine, torch_nats
from openelm_train.errors import TrainingError
from openelm_train.export_gguf import export
from openelm_train.load_model import load_gguf
from openelm_train.model import OpenElm
from openelm_train.widen import adapted, widen, widen_file

NANO = openelm(512, 3, 277, context=256)
SMALL_HEADS = openelm(128, 2, 277, head_size=32, context=256, rule=ScalingRule(gqa_groups=2))
#: More of everything than either has: layers, width, tokens, heads, heads to a key-value head.
LARGE = ModelConfig(704, 64, 400, 256, (LayerShape(18, 3, 2304),) * 4)


@torch.no_grad()
def scores(model):
    return torch.log_softmax(model(torch.tensor([PROMPT])), dim=-1)


def widened(model, config):
    config = adapted(config, model.config)
    wide = OpenElm(config)
    wide.load_state_dict(widen(model, config))
    return wide


@pytest.mark.parametrize("small", [NANO, SMALL_HEADS, replace(NANO, embedding_scale=50.0)])
@pytest.mark.parametrize("large", [LARGE, replace(LARGE, embedding_scale=3.0)])
def test_a_wider_model_says_the_same_and_never_an_added_token(small, large):
    model = random_model(small)
    ours, theirs = scores(model), scores(widened(model, large))
    assert ours.std() > 0.1
    assert torch.allclose(ours, theirs[..., : small.vocabulary], atol=1e-4)
    assert float(theirs[..., small.vocabulary :].max()) < -100


def test_a_shape_of_the_same_width_and_vocabulary_needs_no_mark():
    model = random_model(NANO)
    deeper = replace(NANO, layers=(*(replace(x, feed_forward=2048) for x in NANO.layers), LARGE.layers[0]))
    assert torch.allclose(scores(model), scores(widened(model, deeper)), atol=1e-4)


def test_the_shipped_shape_fits_into_the_published_one():
    config = published("270M")
    weights = widen(OpenElm(openelm(512, 16, 16_384)), config)
    assert sum(weight.numel() for weight in weights.values()) == config.parameters


def written(path, kind="f32"):
    vocabulary = tiny_vocabulary()
    config = replace(NANO, vocabulary=len(vocabulary.tokens), embedding_scale=50.0)
    export(path, config, dict(random_model(config).named_parameters()), vocabulary, kind, "OpenELM Nano 9M")
    return path


def test_a_file_in_eight_bits_holds_the_same_numbers(tmp_path):
    small, large = written(tmp_path / "small.gguf", "q8_0"), tmp_path / "large.gguf"
    widen_file(small, large, LARGE, "q8_0")
    (ours, vocabulary), (theirs, their_vocabulary) = load_gguf(small), load_gguf(large)
    assert torch.allclose(scores(ours), scores(theirs)[..., :277], atol=1e-4)
    assert theirs.config.layers == LARGE.layers
    assert their_vocabulary.encode("thing = in [PAD300]") == vocabulary.encode("thing = in [PAD300]")
    assert their_vocabulary.unused_ids == vocabulary.unused_ids | set(range(277, 400))


def test_what_does_not_fit_is_refused(tmp_path, capsys):
    with pytest.raises(TrainingError, match="does not fit"):
        widen(random_model(NANO), replace(LARGE, width=512))
    config = openelm(1536, 1, 277)
    path = tmp_path / "wide.gguf"
    export(path, config, dict(OpenElm(config).named_parameters()), tiny_vocabulary(), "f16", "Wide")
    assert main(["widen", str(path), "--out", str(tmp_path / "out.gguf")]) == 2
    assert "must be no larger" in capsys.readouterr().err
    assert not (tmp_path / "out.gguf").exists()


@NEEDS_ENGINE
def test_the_engine_finds_the_wider_file_to_say_the_same(tmp_path):
    small, large = written(tmp_path / "small.gguf"), tmp_path / "large.gguf"
    widen_file(small, large, LARGE, "f32")
    model, _ = load_gguf(small)
    answer = ask_engine(large, [PROMPT], greedy=8)
    assert answer["nats"][0] == pytest.approx(torch_nats(model, PROMPT), abs=1e-3)
    assert max(answer["greedy"][0]) < 277
