"""Checkpoints: written aside, then made the latest in one step, so that a kill at any moment loses none."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from torch import Tensor

from openelm_train.config import ModelConfig
from openelm_train.errors import TrainingError
from openelm_train.tensor_files import read_tensors, write_json, write_tensors

LATEST = "latest.json"
KEPT = 2


@dataclass
class Progress:
    """Where a run is. Seconds count training alone, over all slots."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    #: Whether the last share of the schedule, with the cleanest data, has begun.
    final_data: bool = False
    loader: dict[str, Any] = field(default_factory=dict)
    #: Where the loader was when the last share began: a longer run goes on there.
    main_loader: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Checkpoint:
    """What came back from disk; without optimiser state the moments start anew."""

    config: ModelConfig
    run: dict[str, Any]
    progress: Progress
    weights: dict[str, Tensor]
    optimiser: dict[str, Tensor] | None
    optimiser_steps: int
    average: dict[str, Tensor] | None


def save_checkpoint(
    directory: Path,
    config: ModelConfig,
    run: dict[str, Any],
    progress: Progress,
    tensors: dict[str, dict[str, Tensor]],
    *,
    optimiser_steps: int = 0,
    name: str | None = None,
) -> Path:
    """Writes a checkpoint under `directory`; tensors holds "model", and "optimiser" and "average" too.

    A checkpoint with a name of its own is kept for ever; of the others the last two are.
    """
    directory.mkdir(parents=True, exist_ok=True)
    target = directory / (name or f"step-{progress.step:07}")
    aside = directory / f".writing-{target.name}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    index = {key: write_tensors(aside, key, value, "f32") for key, value in tensors.items()}
    _write_index(aside, config, run, progress, optimiser_steps, index)
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)
    if name is None:
        write_json(directory / LATEST, {"checkpoint": target.name})
        _drop_old(directory, target.name)
    return target


def save_safety_copy(
    directory: Path,
    config: ModelConfig,
    run: dict[str, Any],
    progress: Progress,
    weights: dict[str, Tensor],
    kind: str = "q8",
) -> None:
    """A copy of the weights alone, in 8 bits or as `kind`, in files that travel; replaces the copy that was
    there.
    """
    directory.mkdir(parents=True, exist_ok=True)
    index = {"model": write_tensors(directory, "model", weights, kind)}
    _write_index(directory, config, run, progress, 0, index)


def _write_index(
    directory: Path,
    config: ModelConfig,
    run: dict[str, Any],
    progress: Progress,
    optimiser_steps: int,
    index: dict[str, Any],
) -> None:
    fields = {
        "config": config.to_json(),
        "run": run,
        "progress": asdict(progress),
        "optimiser_steps": optimiser_steps,
        "tensors": index,
    }
    write_json(directory / "checkpoint.json", fields)


def _drop_old(directory: Path, newest: str) -> None:
    steps = sorted(path for path in directory.glob("step-*") if path.name != newest)
    for path in steps[: max(0, len(steps) - KEPT + 1)]:
        shutil.rmtree(path)


def find_checkpoint(directory: Path) -> Path:
    """The checkpoint that `directory` is, or the latest in it. Raises TrainingError if there is none."""
    if (directory / "checkpoint.json").exists():
        return directory
    for root in (directory, directory / "checkpoints"):
        if (root / LATEST).exists():
            return root / str(json.loads((root / LATEST).read_text())["checkpoint"])
    raise TrainingError(
        f"There is no checkpoint in {directory}; name the --out directory of a run, or start anew."
    )


def load_checkpoint(directory: Path, *, with_optimiser: bool = True) -> Checkpoint:
    """Reads the checkpoint in `directory`. Raises TrainingError where it is missing or damaged."""
    path = find_checkpoint(directory)
    try:
        fields = json.loads((path / "checkpoint.json").read_text())
        index = fields["tensors"]
        progress = Progress(**fields["progress"])
        config = ModelConfig.from_json(fields["config"])
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise TrainingError(
            f"{path} is not a readable checkpoint ({error!r}); resume from an older one."
        ) from error

    def tensors(key: str) -> dict[str, Tensor] | None:
        return read_tensors(path, index[key]) if with_optimiser and key in index else None

    weights = read_tensors(path, index["model"])
    steps = int(fields["optimiser_steps"])
    return Checkpoint(
        config, fields["run"], progress, weights, tensors("optimiser"), steps, tensors("average")
    )


def require_same_config(checkpoint: ModelConfig, wanted: ModelConfig) -> None:
    """Raises TrainingError that names the first field in which the two differ."""
    ours, theirs = wanted.to_json(), checkpoint.to_json()
    for key, value in ours.items():
        if theirs[key] != value:
            raise TrainingError(
                f"The checkpoint's model has {key} = {theirs[key]}, this run's {value}; "
                "resume with the preset it was started with, or use another --out."
            )
