from dataclasses import replace

import pytest
import torch

from openelm_train.checkpoint import (
    Progress,
    load_checkpoint,
    require_same_config,
    save_checkpoint,
    save_safety_copy,
)
from openelm_train.config import model_preset
from openelm_train.errors import TrainingError
from openelm_train.model import OpenElm
from openelm_train.tensor_files import FILE_BYTES, read_tensors, write_tensors

CONFIG = model_preset("mini")


def weights():
    return dict(OpenElm(CONFIG).named_parameters())


def test_a_checkpoint_comes_back_as_it_was(tmp_path):
    saved = weights()
    progress = Progress(step=7, tokens=900, seconds=3.5, loader={"block": 1, "row": 2, "taken": {}})
    save_checkpoint(
        tmp_path, CONFIG, {"seed": 1}, progress, {"model": saved, "optimiser": saved}, optimiser_steps=7
    )
    back = load_checkpoint(tmp_path)
    assert (back.config, back.progress, back.run, back.optimiser_steps) == (CONFIG, progress, {"seed": 1}, 7)
    assert back.optimiser is not None
    for name, weight in saved.items():
        assert torch.equal(back.weights[name], weight)
        assert torch.equal(back.optimiser[name], weight)


def test_the_last_two_and_the_named_are_kept(tmp_path):
    for step in range(1, 5):
        save_checkpoint(tmp_path, CONFIG, {}, Progress(step=step), {"model": {}})
    save_checkpoint(tmp_path, CONFIG, {}, Progress(step=5), {"model": {}}, name="flat-end")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "flat-end",
        "latest.json",
        "step-0000003",
        "step-0000004",
    ]
    assert load_checkpoint(tmp_path).progress.step == 4


def test_a_kill_while_writing_leaves_the_checkpoint_before(tmp_path):
    save_checkpoint(tmp_path, CONFIG, {}, Progress(step=1), {"model": weights()})
    (tmp_path / ".writing-step-0000002").mkdir()
    (tmp_path / ".writing-step-0000002" / "model-000.bin").write_bytes(b"half")
    assert load_checkpoint(tmp_path).progress.step == 1


def test_a_damaged_file_and_another_config_are_refused(tmp_path):
    path = save_checkpoint(tmp_path, CONFIG, {}, Progress(step=1), {"model": weights()})
    with pytest.raises(TrainingError, match="width = 256, this run's 512"):
        require_same_config(load_checkpoint(tmp_path).config, replace(CONFIG, width=512))
    (path / "model-000.bin").write_bytes(b"short")
    with pytest.raises(TrainingError, match="missing or damaged; resume from an older checkpoint"):
        load_checkpoint(tmp_path)
    with pytest.raises(TrainingError, match="no checkpoint"):
        load_checkpoint(tmp_path / "nowhere")


def test_tensors_are_split_into_files_that_travel(tmp_path):
    big = {"a": torch.randn(3000, 1000), "b": torch.randn(2000, 1000)}
    index = write_tensors(tmp_path, "model", big, "f32")
    assert [file["bytes"] for file in index["files"]] == [FILE_BYTES, 20_000_000 - FILE_BYTES]
    assert all(torch.equal(big[name], tensor) for name, tensor in read_tensors(tmp_path, index).items())


def test_a_safety_copy_is_a_quarter_and_near(tmp_path):
    saved = weights()
    save_safety_copy(tmp_path, CONFIG, {}, Progress(step=1), saved)
    size = sum(path.stat().st_size for path in tmp_path.glob("*.bin"))
    assert size < CONFIG.parameters * 1.08
    back = load_checkpoint(tmp_path)
    assert back.optimiser is None
    error = (back.weights["layers.0.qkv"] - saved["layers.0.qkv"]).norm() / saved["layers.0.qkv"].norm()
    assert error < 0.01
