"""What a run of each size is trained with; sources in README.md and the sweeps it records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from openelm_train.data_loader import FINAL_MIX, MAIN_MIX
from openelm_train.optimiser import OptimiserConfig
from openelm_train.packing import LossWeights
from openelm_train.schedule import Schedule


@dataclass(frozen=True)
class RunPreset:
    """Batch, optimiser, schedule and data of a run; `micro_rows` is what fits at once."""

    micro_rows: int
    accumulate: int
    optimiser: OptimiserConfig = field(default_factory=OptimiserConfig)
    schedule: Schedule = field(default_factory=Schedule)
    loss_weights: LossWeights = field(default_factory=LossWeights)
    main_mix: dict[str, float] = field(default_factory=lambda: dict(MAIN_MIX))
    final_mix: dict[str, float] = field(default_factory=lambda: dict(FINAL_MIX))

    def describe(self) -> dict[str, Any]:
        """What of it a checkpoint remembers."""
        return {
            "matrices": self.optimiser.matrices,
            "matrix_rate": self.optimiser.matrix_rate,
            "embedding_rate": self.optimiser.embedding_rate,
            "rows": self.micro_rows * self.accumulate,
        }


RUN_PRESETS: dict[str, RunPreset] = {
    # Small batches want lower rates: sweeps.md.
    "cpu": RunPreset(
        micro_rows=4,
        accumulate=1,
        optimiser=OptimiserConfig(matrix_rate=0.01, embedding_rate=0.0018, gain_rate=0.005),
    ),
    "h100": RunPreset(micro_rows=64, accumulate=4),
    "mini": RunPreset(micro_rows=8, accumulate=1),
    "claim-scaled": RunPreset(micro_rows=16, accumulate=1),
    "claim-uniform": RunPreset(micro_rows=16, accumulate=1),
}
