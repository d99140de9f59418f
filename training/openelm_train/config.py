"""The shape of an OpenELM model, from the rules its authors published.

Source of the rules: `general_gpt.py` of apple/corenet (layer-wise scaling of attention heads and feed-forward
widths) and its `make_divisible`. The four published sizes are tests of this file.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from openelm_train.errors import TrainingError


@dataclass(frozen=True)
class LayerShape:
    """Heads and feed-forward width of one layer; a key-value head serves `query_heads / key_value_heads`."""

    query_heads: int
    key_value_heads: int
    feed_forward: int


@dataclass(frozen=True)
class ModelConfig:
    """Everything that decides the tensors of a model and what they compute."""

    width: int
    head_size: int
    vocabulary: int
    context: int
    layers: tuple[LayerShape, ...]
    rope_base: float = 10_000.0
    epsilon: float = 1e-6
    #: The embedding is multiplied by this on the way in, in training only: an export folds it into the
    #: weights.
    embedding_scale: float = 1.0

    @property
    def embedding_parameters(self) -> int:
        """Weights of the embedding, which is the output matrix as well."""
        return self.vocabulary * self.width

    @property
    def parameters(self) -> int:
        """All weights: the tied embedding counted once, gains included."""
        return self.embedding_parameters + self.width + sum(self._layer_parameters(x) for x in self.layers)

    @property
    def body_parameters(self) -> int:
        """All weights but the embedding's."""
        return self.parameters - self.embedding_parameters

    def flops_per_token(self, row: int | None = None) -> float:
        """Floating-point operations of one training step, forward and back, for a token in rows of `row`."""
        length = self.context if row is None else row
        matrices = self.embedding_parameters + sum(self._matrix_parameters(layer) for layer in self.layers)
        # Scores and mixing: 2 products of 2 operations over half the row on average, thrice (forward and
        # back).
        attention = sum(layer.query_heads for layer in self.layers) * self.head_size * length * 2
        return 6.0 * matrices + 3.0 * attention

    def _matrix_parameters(self, layer: LayerShape) -> int:
        heads = 2 * layer.query_heads + 2 * layer.key_value_heads
        return self.width * (heads * self.head_size + 3 * layer.feed_forward)

    def _layer_parameters(self, layer: LayerShape) -> int:
        return self._matrix_parameters(layer) + 2 * self.width + 2 * self.head_size

    def to_json(self) -> dict[str, Any]:
        """The fields as JSON; `from_json` makes an equal config of them."""
        return asdict(self)

    @staticmethod
    def from_json(fields: dict[str, Any]) -> ModelConfig:
        """Inverse of `to_json`. Raises TrainingError for fields of another program."""
        try:
            layers = tuple(LayerShape(**layer) for layer in fields["layers"])
            return ModelConfig(**{**fields, "layers": layers})
        except (KeyError, TypeError) as error:
            message = f"The model config cannot be read ({error}); it was written by another version."
            raise TrainingError(message) from error


@dataclass(frozen=True)
class ScalingRule:
    """OpenELM's layer-wise scaling: α scales the heads, β the feed-forward width, linearly by layer."""

    alpha: tuple[float, float] = (0.5, 1.0)
    beta: tuple[float, float] = (0.5, 4.0)
    gqa_groups: int = 4
    feed_forward_divisor: int = 256


def make_divisible(value: float, divisor: int) -> int:
    """The multiple of `divisor` nearest to `value`, at least one, never more than a tenth below it."""
    nearest = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return nearest + divisor if nearest < 0.9 * value else nearest


def layer_shapes(width: int, layers: int, head_size: int, rule: ScalingRule) -> tuple[LayerShape, ...]:
    """Heads and feed-forward widths of every layer.

    Query heads come in groups of `gqa_groups`, so a width of `head_size * gqa_groups` or less has one group
    in every layer: there only the feed-forward width is scaled.
    """
    shapes = []
    for alpha, beta in zip(_linear(rule.alpha, layers), _linear(rule.beta, layers), strict=True):
        query_width = make_divisible(width * alpha, head_size * rule.gqa_groups)
        query_heads = query_width // head_size
        shapes.append(
            LayerShape(
                query_heads=query_heads,
                key_value_heads=query_heads // rule.gqa_groups,
                feed_forward=make_divisible(beta * width, rule.feed_forward_divisor),
            )
        )
    return tuple(shapes)


def _linear(ends: tuple[float, float], count: int) -> list[float]:
    """`count` values from the first to the last end, rounded to 2 decimals as the published code does."""
    low, high = ends
    if count == 1:
        return [round(low, 2)]
    return [round(low + (high - low) * index / (count - 1), 2) for index in range(count)]


def openelm(
    width: int,
    layers: int,
    vocabulary: int,
    *,
    head_size: int = 64,
    context: int = 1024,
    rule: ScalingRule | None = None,
) -> ModelConfig:
    """A model by the published rules, with this project's context and head size."""
    shapes = layer_shapes(width, layers, head_size, rule or ScalingRule())
    return ModelConfig(width, head_size, vocabulary, context, shapes)


#: Apple's four sizes with the 32,000 tokens of their release: width, layers, head size.
PUBLISHED = {"270M": (1280, 16, 64), "450M": (1536, 20, 64), "1.1B": (2048, 28, 64), "3B": (3072, 36, 128)}


def published(size: str) -> ModelConfig:
    """One of Apple's sizes."""
    width, layers, head_size = PUBLISHED[size]
    return openelm(width, layers, 32_000, head_size=head_size, context=2048)


def _scaled(config: ModelConfig, embedding_scale: float) -> ModelConfig:
    return replace(config, embedding_scale=embedding_scale)


def _claim_model(alpha: tuple[float, float], beta: tuple[float, float], divisor: int) -> ModelConfig:
    rule = ScalingRule(alpha=alpha, beta=beta, gqa_groups=2, feed_forward_divisor=divisor)
    return _scaled(openelm(256, 6, 8192, head_size=32, context=512, rule=rule), 50.0)


def _model_presets() -> dict[str, ModelConfig]:
    return {
        # Two CPU cores: width 256 is one group of heads, so only the feed-forward widths are scaled.
        "cpu": _scaled(openelm(256, 5, 8192), 50.0),
        # Half an hour of one H100 or H200.
        "h100": _scaled(openelm(512, 16, 16_384), 50.0),
        "mini": _scaled(openelm(256, 2, 512, context=128), 50.0),
        # The claim, tried small: head size 32 and pairs of heads, so that heads are scaled as well; the
        # uniform
        # twin has the mean of the heads and, but for 0.05 %, as many parameters.
        "claim-scaled": _claim_model((0.5, 1.0), (0.5, 4.0), 32),
        "claim-uniform": _claim_model((0.75, 0.75), (2.29, 2.29), 1),
    }


MODEL_PRESETS = _model_presets()


def model_preset(name: str) -> ModelConfig:
    """The model of a preset. Raises TrainingError for a name that is none."""
    if name not in MODEL_PRESETS:
        raise TrainingError(f"There is no preset {name}; choose one of {', '.join(MODEL_PRESETS)}.")
    return MODEL_PRESETS[name]
