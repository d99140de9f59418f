"""The loop of a training run: steps, evaluations, checkpoints, until the budget or the slot ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from openelm_train.checkpoint import (
    Checkpoint,
    Progress,
    require_same_config,
    save_checkpoint,
    save_safety_copy,
)
from openelm_train.config import ModelConfig
from openelm_train.data_loader import Batch, DataLoader
from openelm_train.device import Device, hidden_function, out_of_memory, step_loss
from openelm_train.errors import TrainingError
from openelm_train.heldout_sample import HeldoutSample
from openelm_train.model import OpenElm
from openelm_train.optimiser import Optimiser
from openelm_train.presets import RunPreset
from openelm_train.run_log import RunLog
from openelm_train.schedule import Budget
from openelm_train.shard_reader import ShardIndex, index_stamp, read_index


@dataclass(frozen=True)
class RunOptions:
    """Where a run writes and when it stops or pauses."""

    out: Path
    budget: Budget
    slot_seconds: float | None
    checkpoint_seconds: float
    heldout_seconds: float
    heldout_rows: int
    seed: int
    compiled: bool
    safety_copy: Path | None


class Trainer:
    """One slot of a run."""

    def __init__(
        self, config: ModelConfig, preset: RunPreset, index: ShardIndex, device: Device, options: RunOptions
    ) -> None:
        if index.vocabulary > config.vocabulary:
            raise TrainingError(
                f"The shards have {index.vocabulary} token ids, the model {config.vocabulary}; "
                "choose the profile of shards that goes with the preset."
            )
        self.config, self.preset, self.index = config, preset, index
        self.device, self.options = device, options
        self.model = OpenElm(config, seed=options.seed).to(device.device)
        self.optimiser = Optimiser(self.model, preset.optimiser, device.dtype)
        self.average: dict[str, Tensor] = {}
        self.progress = Progress()
        self.log = RunLog(options.out)
        self.hidden = hidden_function(self.model, device, compiled=options.compiled)
        self.heldout = HeldoutSample(index, config.context, options.heldout_rows)
        self.run_fields = {**preset.describe(), "seed": options.seed}
        self.flat_end_kept = False

    def resume(self, checkpoint: Checkpoint) -> None:
        """Goes on from a checkpoint of the same model. Raises TrainingError for another."""
        require_same_config(checkpoint.config, self.config)
        weights = dict(self.model.named_parameters())
        with torch.no_grad():
            for name, tensor in checkpoint.weights.items():
                weights[name].copy_(tensor)
        self.progress = checkpoint.progress
        if checkpoint.optimiser is not None:
            if set(checkpoint.optimiser) != set(self.optimiser.state):
                raise TrainingError(
                    "The checkpoint is of another optimiser; resume with the --optimiser it began with."
                )
            self.optimiser.load_state(checkpoint.optimiser, checkpoint.optimiser_steps)
        if checkpoint.average:
            self.average = {name: x.to(self.device.device) for name, x in checkpoint.average.items()}
        if self.progress.final_data and not self.preset.schedule.wants_final_data(self._share()):
            self._lengthen()
        self.flat_end_kept = self._share() > self.preset.schedule.flat_share
        self.log.write("resumed", step=self.progress.step, with_optimiser=checkpoint.optimiser is not None)

    def _lengthen(self) -> None:
        """Back to the main data: with a larger budget, the end of the shorter run is no longer the end."""
        self.progress.final_data = False
        self.progress.loader = self.progress.main_loader
        self.average = {}

    def train(self, interrupted: Callable[[], bool]) -> bool:
        """Trains until the budget is used (returns True), the slot ends or `interrupted` says so (False)."""
        loader = self._loader()
        self._warm_up()
        clock = _Clock(self.progress.seconds)
        last_saved = last_tested = clock.seconds
        while self._share() < 1 and not clock.beyond(self.options.slot_seconds) and not interrupted():
            if not self.progress.final_data and self.preset.schedule.wants_final_data(self._share()):
                loader = self._final_loader(loader)
            loader = self._with_new_parts(loader)
            try:
                self._step(loader, clock)
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error):
                    raise
                self.save(loader)
                raise TrainingError(
                    f"Out of memory at step {self.progress.step}; it is saved. Resume with --micro-rows "
                    f"{max(1, self.preset.micro_rows // 2)}."
                ) from error
            if not self.flat_end_kept and self._share() > self.preset.schedule.flat_share:
                self.save(loader, name="flat-end")
                self.flat_end_kept = True
            if clock.seconds - last_tested >= self.options.heldout_seconds:
                self.test()
                last_tested = clock.seconds
            if clock.seconds - last_saved >= self.options.checkpoint_seconds:
                self.save(loader)
                last_saved = clock.seconds
        self.progress.seconds = clock.seconds
        done = self._share() >= 1
        if done:
            self._take_better_average()
        self.save(loader)
        if done:
            self.save(loader, name="final")
        return done

    def test(self) -> float:
        """Logs and returns the mean bits per byte of the held-out sample."""
        # Not compiled: without gradients it would be compiled a second time, for a second's work.
        result = self.heldout.bits_per_byte(self.model, self.device, self.preset.micro_rows)
        self.log.write(
            "heldout", step=self.progress.step, tokens=self.progress.tokens, bits_per_byte=_rounded(result)
        )
        return result.get("mean", float("nan"))

    def save(self, loader: DataLoader, name: str | None = None) -> None:
        """Writes a checkpoint, and the small copy that travels if one was asked for."""
        self.progress.loader = loader.state()
        weights = dict(self.model.named_parameters())
        tensors: dict[str, dict[str, Tensor]] = {"model": dict(weights)}
        if name != "final":
            tensors["optimiser"] = self.optimiser.state
            if self.average:
                tensors["average"] = self.average
        save_checkpoint(
            self.options.out / "checkpoints",
            self.config,
            self.run_fields,
            self.progress,
            tensors,
            optimiser_steps=self.optimiser.steps,
            name=name,
        )
        if self.options.safety_copy is not None:
            save_safety_copy(
                self.options.safety_copy, self.config, self.run_fields, self.progress, tensors["model"]
            )
        self.log.write("checkpoint", step=self.progress.step, name=name or "latest")

    def _share(self) -> float:
        return self.options.budget.progress(self.progress.seconds, self.progress.tokens)

    def _loader(self) -> DataLoader:
        mix = self.preset.final_mix if self.progress.final_data else self.preset.main_mix
        loader = DataLoader(self.index, self.config.context, mix, self.preset.loss_weights, self.options.seed)
        if self.progress.loader:
            loader.resume(self.progress.loader)
        shares = {f"{stream.mix}/{stream.language}": round(stream.share, 3) for stream in loader.streams}
        self.log.write("data", final=self.progress.final_data, shares=shares)
        return loader

    def _with_new_parts(self, loader: DataLoader) -> DataLoader:
        """A run may begin with the first parts while others travel: they are read once they are listed."""
        if self.progress.final_data or index_stamp(self.index.directory) in (0, self.index.stamp):
            return loader
        before = self.index
        try:
            self.index = read_index(before.directory).beginning_with(before.parts)
            self.progress.loader = loader.state()
            return self._loader()
        except (OSError, TrainingError) as error:
            # What is there goes on; a run is worth more than what was to come.
            self.log.write("shards", problem=str(error))
            self.index = replace(before, stamp=index_stamp(before.directory))
            return loader

    def _final_loader(self, loader: DataLoader) -> DataLoader:
        """The cleanest data, for the end of the run; what was trained on until then where there is none."""
        self.progress.final_data = True
        self.progress.main_loader = loader.state()
        if not any(self.preset.final_mix.get(part.mix) for part in self.index.parts):
            return loader
        self.progress.loader = {}
        return self._loader()

    def _warm_up(self) -> None:
        """Compiles and allocates before the clock starts."""
        began = time.monotonic()
        rows, context = self.preset.micro_rows, self.config.context
        batch = Batch(torch.zeros(rows, context + 1, dtype=torch.long), torch.ones(rows, context))
        try:
            self._backward(batch, 1.0)
        except (RuntimeError, MemoryError) as error:
            if not out_of_memory(error):
                raise
            raise TrainingError(
                f"Out of memory before the first step; pass --micro-rows {max(1, rows // 2)}. "
                "Checkpoints are as they were."
            ) from error
        for weight in self.model.parameters():
            weight.grad = None
        self.test()
        self.log.write("ready", seconds=round(time.monotonic() - began, 1), parameters=self.config.parameters)

    def _backward(self, batch: Batch, total_weight: float) -> Tensor:
        tokens, weights = self.device.take(batch.tokens), self.device.take(batch.weights)
        loss = step_loss(self.hidden, self.model, tokens, weights) / total_weight
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.detach()

    def _step(self, loader: DataLoader, clock: _Clock) -> None:
        preset, progress = self.preset, self.progress
        batches = [loader.next(preset.micro_rows) for _ in range(preset.accumulate)]
        total_weight = sum(float(batch.weights.sum()) for batch in batches)
        loss = torch.zeros((), device=self.device.device)
        for batch in batches:
            loss += self._backward(batch, total_weight)
        share = self._share()
        factor = preset.schedule.rate_factor(share, self.optimiser.steps)
        self.optimiser.step(factor, share)
        progress.step += 1
        progress.tokens += preset.micro_rows * preset.accumulate * self.config.context
        self._update_average(share)
        every = 1 if progress.step < 10 else 10
        if progress.step % every == 0:
            value = loss.item()
            if value != value:
                raise TrainingError(
                    f"The loss is no number at step {progress.step}; resume with lower rates."
                )
            speed = clock.speed(progress.tokens)
            self.log.write(
                "step",
                step=progress.step,
                tokens=progress.tokens,
                loss=round(value, 4),
                rate=round(factor, 4),
                share=round(share, 4),
                tokens_per_second=round(speed),
                seconds=round(clock.seconds, 1),
            )
        progress.seconds = clock.seconds

    @torch.no_grad()
    def _update_average(self, share: float) -> None:
        """A running mean of the weights over about the last 1.5 % of the run's steps."""
        if share < 0.7 or self.progress.step % 2:
            return
        if not self.average:
            self.average = {name: x.detach().clone() for name, x in self.model.named_parameters()}
        fraction = min(1.0, 2 / (0.015 * self.progress.step / share + 1))
        for name, weight in self.model.named_parameters():
            self.average[name].lerp_(weight.detach(), fraction)

    @torch.no_grad()
    def _take_better_average(self) -> None:
        """Keeps the mean of the last weights if the held-out sample likes it better than the last weights."""
        own = self.test()
        if not self.average:
            return
        weights = dict(self.model.named_parameters())
        last = {name: weight.detach().clone() for name, weight in weights.items()}
        for name, weight in weights.items():
            weight.copy_(self.average[name])
        averaged = self.test()
        self.log.write("average", own=own, averaged=averaged)
        if averaged > own:
            for name, weight in weights.items():
                weight.copy_(last[name])


class _Clock:
    """Seconds of training, those of earlier slots included."""

    def __init__(self, before: float) -> None:
        self._before = before
        self._start = time.monotonic()
        self._last: tuple[float, int] | None = None

    @property
    def seconds(self) -> float:
        return self._before + time.monotonic() - self._start

    def beyond(self, slot_seconds: float | None) -> bool:
        return slot_seconds is not None and time.monotonic() - self._start >= slot_seconds

    def speed(self, tokens: int) -> float:
        """Tokens per second since the last call."""
        now = time.monotonic()
        before, self._last = self._last, (now, tokens)
        return 0.0 if before is None else (tokens - before[1]) / max(1e-6, now - before[0])


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {key: round(value, 4) for key, value in values.items()}
