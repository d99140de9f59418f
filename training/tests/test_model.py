import json
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from openelm_train.config import (
    MODEL_PRESETS,
    ModelConfig,
    ScalingRule,
    layer_shapes,
    model_preset,
    openelm,
    published,
)
from openelm_train.errors import TrainingError
from openelm_train.losses import chunked_cross_entropy
from openelm_train.model import OpenElm

PUBLISHED = json.loads((Path(__file__).parent / "published_sizes.json").read_text())


@pytest.mark.parametrize("size", PUBLISHED)
def test_the_rules_give_the_published_lists_and_parameter_counts(size):
    config, expected = published(size), PUBLISHED[size]
    assert [layer.feed_forward for layer in config.layers] == expected["feed_forward"]
    heads = [[layer.query_heads, layer.key_value_heads] for layer in config.layers]
    assert heads == [pair for pair, count in expected["heads"] for _ in range(count)]
    assert config.parameters == expected["parameters"]


def test_a_model_has_the_parameters_its_config_counts():
    for name in ("cpu", "claim-scaled", "mini"):
        config = model_preset(name)
        assert sum(weight.numel() for weight in OpenElm(config).parameters()) == config.parameters


def test_the_twins_of_the_claim_differ_by_less_than_a_thousandth():
    scaled, uniform = MODEL_PRESETS["claim-scaled"], MODEL_PRESETS["claim-uniform"]
    assert abs(scaled.parameters - uniform.parameters) < scaled.parameters / 1000
    assert len(set(uniform.layers)) == 1
    assert len({layer.query_heads for layer in scaled.layers}) > 1


def test_a_config_survives_json_and_a_strange_one_is_refused():
    config = model_preset("cpu")
    assert ModelConfig.from_json(json.loads(json.dumps(config.to_json()))) == config
    with pytest.raises(TrainingError, match="another version"):
        ModelConfig.from_json({"layers": [], "depth": 3})


def random_model(config, seed=3):
    model = OpenElm(config)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim == 1:
                weight.copy_(1 + 0.1 * torch.randn(weight.shape, generator=generator))
            elif name != "token_embd":
                weight.normal_(0, weight.shape[1] ** -0.5, generator=generator)
    return model


def test_scores_of_a_position_do_not_see_what_follows():
    model = random_model(openelm(256, 2, 128, context=64))
    tokens = torch.randint(0, 128, (1, 20), generator=torch.Generator().manual_seed(1))
    changed = tokens.clone()
    changed[0, 12] += 1
    before, after = model(tokens), model(changed % 128)
    assert torch.allclose(before[:, :12], after[:, :12], atol=1e-5)
    assert not torch.allclose(before[:, 12:], after[:, 12:], atol=1e-2)


def test_a_cache_gives_the_scores_of_the_whole():
    model = random_model(openelm(256, 3, 128, context=64))
    tokens = torch.randint(0, 128, (2, 24), generator=torch.Generator().manual_seed(1))
    whole, _ = model.hidden(tokens)
    first, caches = model.hidden(tokens[:, :10])
    second, caches = model.hidden(tokens[:, 10:23], caches=caches)
    third, _ = model.hidden(tokens[:, 23:], caches=caches)
    assert torch.allclose(whole, torch.cat((first, second, third), dim=1), atol=1e-4)


def test_chunked_cross_entropy_has_the_value_and_gradients_of_the_plain_one():
    generator = torch.Generator().manual_seed(1)
    hidden = torch.randn(1500, 32, generator=generator, requires_grad=True)
    embedding = torch.randn(64, 32, generator=generator, requires_grad=True)
    targets = torch.randint(0, 64, (1500,), generator=generator)
    weights = torch.rand(1500, generator=generator)
    plain = (F.cross_entropy(hidden @ embedding.T, targets, reduction="none") * weights).sum()
    expected = torch.autograd.grad(plain, (hidden, embedding))
    loss = chunked_cross_entropy(hidden, embedding, targets, weights)
    actual = torch.autograd.grad(loss, (hidden, embedding))
    assert torch.allclose(plain, loss, rtol=1e-5)
    for one, other in zip(expected, actual, strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_scaling_at_a_tiny_width_keeps_one_group_of_heads():
    config = model_preset("cpu")
    assert {layer.query_heads for layer in config.layers} == {4}
    assert {layer.key_value_heads for layer in config.layers} == {1}
    assert layer_shapes(512, 16, 64, ScalingRule())[0].query_heads == 4
