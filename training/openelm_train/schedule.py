"""How far a run is, and what its learning rate is then.

A budget is minutes of wall time over all slots of a run, or tokens where runs are compared.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """The end of a run: after so many seconds of training, or so many tokens, whichever is given."""

    seconds: float | None = None
    tokens: int | None = None

    def progress(self, seconds: float, tokens: int) -> float:
        """Share of the budget that is used, 0 to 1."""
        shares = []
        if self.seconds is not None:
            shares.append(seconds / self.seconds)
        if self.tokens is not None:
            shares.append(tokens / self.tokens)
        return min(1.0, max(shares, default=0.0))


@dataclass(frozen=True)
class Schedule:
    """Flat until a share of the budget, then linear to a last factor; the last share sees the cleanest
    data.
    """

    flat_share: float = 0.35
    last_factor: float = 0.05
    #: Steps of rising rate after a start without optimiser state; 0 trusts zero-initialised branches.
    warmup_steps: int = 20
    final_data_share: float = 0.04

    def rate_factor(self, progress: float, steps_since_fresh: int) -> float:
        """What learning rates are multiplied with."""
        warm = min(1.0, (steps_since_fresh + 1) / self.warmup_steps) if self.warmup_steps else 1.0
        if progress <= self.flat_share:
            return warm
        falling = (1 - progress) / (1 - self.flat_share)
        return warm * (self.last_factor + (1 - self.last_factor) * falling)

    def wants_final_data(self, progress: float) -> bool:
        """Whether the cleanest part of the data is due."""
        return progress >= 1 - self.final_data_share
