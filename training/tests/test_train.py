import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import torch
from synthetic import write_shards

from openelm_train.__main__ import main
from openelm_train.checkpoint import load_checkpoint
from openelm_train.config import model_preset
from openelm_train.device import Device
from openelm_train.presets import RUN_PRESETS
from openelm_train.run_lock import sole_run
from openelm_train.run_log import read_log
from openelm_train.schedule import Budget
from openelm_train.shard_reader import read_index
from openelm_train.trainer import RunOptions, Trainer


def train(shards, out, *more):
    arguments = ["train", "--preset", "mini", "--shards", str(shards), "--out", str(out), "--no-compile"]
    return main([*arguments, "--device", "cpu", "--threads", "1", "--heldout-rows", "2", *more])


@pytest.fixture(scope="module")
def shards(tmp_path_factory):
    return write_shards(tmp_path_factory.mktemp("shards"))


def test_a_run_learns_logs_and_ends_with_a_final_checkpoint(shards, tmp_path):
    assert train(shards, tmp_path, "--tokens", "30000") == 0
    lines = read_log(tmp_path)
    losses = [line["loss"] for line in lines if line["event"] == "step"]
    assert losses[-1] < losses[0] - 1
    tested = [line["bits_per_byte"]["mean"] for line in lines if line["event"] == "heldout"]
    assert tested[-1] < tested[0]
    final = load_checkpoint(tmp_path / "checkpoints" / "final")
    assert final.progress.tokens >= 30000
    assert final.optimiser is None
    assert (tmp_path / "checkpoints" / "flat-end" / "checkpoint.json").exists()
    assert main(["plot", str(tmp_path), "--out", str(tmp_path / "loss.png")]) == 0
    assert (tmp_path / "loss.png").stat().st_size > 10_000


def test_a_finished_run_goes_on_with_a_larger_budget_and_the_main_data(shards, tmp_path):
    assert train(shards, tmp_path, "--tokens", "30000", "--final-data-share", "0.2") == 0
    assert load_checkpoint(tmp_path).progress.final_data
    before = load_checkpoint(tmp_path).progress.main_loader
    finished = len(read_log(tmp_path))
    assert train(shards, tmp_path, "--tokens", "60000", "--final-data-share", "0.2") == 0
    data = [line["final"] for line in read_log(tmp_path)[finished:] if line["event"] == "data"]
    assert data == [False, True]
    after = load_checkpoint(tmp_path).progress.main_loader
    assert (after["block"], after["row"]) > (before["block"], before["row"])


def test_a_run_in_slots_goes_on_where_it_was(shards, tmp_path, capsys):
    slot = ("--minutes", "0.06", "--slot-minutes", "0.02")
    assert train(shards, tmp_path, *slot) == 0
    assert "Paused" in capsys.readouterr().out
    first = load_checkpoint(tmp_path).progress
    for _ in range(6):
        assert train(shards, tmp_path, *slot) == 0
        if "complete" in capsys.readouterr().out:
            break
    last = load_checkpoint(tmp_path).progress
    assert last.step > first.step
    assert last.seconds >= 0.06 * 60


def test_what_cannot_go_on_says_so_and_keeps_the_checkpoint(shards, tmp_path, capsys):
    assert train(shards, tmp_path, "--tokens", "3000") == 0
    before = load_checkpoint(tmp_path).progress
    assert train(shards, tmp_path, "--tokens", "9000", "--optimiser", "adamw") == 2
    assert "of another optimiser" in capsys.readouterr().err
    path = tmp_path / "checkpoints" / f"step-{before.step:07}" / "checkpoint.json"
    fields = json.loads(path.read_text())
    fields["config"]["width"] = 512
    path.write_text(json.dumps(fields))
    assert train(shards, tmp_path, "--tokens", "9000") == 2
    assert "width = 512, this run's 256" in capsys.readouterr().err
    assert load_checkpoint(tmp_path).progress == before


def test_a_second_training_in_the_same_folder_is_refused(shards, tmp_path, capsys):
    with sole_run(tmp_path):
        assert train(shards, tmp_path, "--tokens", "3000") == 2
        assert "Another training writes to" in capsys.readouterr().err
    assert train(shards, tmp_path, "--tokens", "3000") == 0


def test_out_of_memory_says_what_to_do_and_keeps_the_step(shards, tmp_path, capsys, monkeypatch):
    from openelm_train.trainer import Trainer

    plain, calls = Trainer._backward, []

    def failing(self, batch, total):
        calls.append(1)
        if len(calls) > 4:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return plain(self, batch, total)

    monkeypatch.setattr(Trainer, "_backward", failing)
    assert train(shards, tmp_path, "--tokens", "90000") == 2
    assert "Out of memory at step 3; it is saved. Resume with --micro-rows 4." in capsys.readouterr().err
    assert load_checkpoint(tmp_path).progress.step == 3


def test_a_lost_machine_goes_on_from_the_small_copy(shards, tmp_path):
    copy = tmp_path / "copy"
    assert train(shards, tmp_path / "one", "--tokens", "12000", "--safety-copy", str(copy)) == 0
    assert all(path.stat().st_size < 16 * 1024 * 1024 for path in copy.iterdir())
    assert train(shards, tmp_path / "two", "--tokens", "16000", "--resume", str(copy)) == 0
    resumed = [line for line in read_log(tmp_path / "two") if line["event"] == "resumed"]
    assert [(line["step"], line["with_optimiser"]) for line in resumed] == [(12, False)]
    assert load_checkpoint(tmp_path / "two").progress.tokens >= 16000


def run_with_late_parts(tmp_path, late_file, arriving=lambda text: text):
    """A run whose index lists one part later; its log."""
    shards = write_shards(tmp_path / "shards")
    whole = (shards / "index.json").read_text()
    fields = json.loads(whole)
    fields["parts"] = [part for part in fields["parts"] if part["file"] != late_file]
    (shards / "index.json").write_text(json.dumps(fields))
    index = read_index(shards)
    options = RunOptions(tmp_path / "run", Budget(tokens=9000), None, 600, 600, 2, 1, False, None)
    device = Device(torch.device("cpu"), torch.float32)
    trainer = Trainer(model_preset("mini"), RUN_PRESETS["mini"], index, device, options)
    asked = iter(range(99))

    def arrives() -> bool:
        if next(asked) == 3:
            (shards / "index.json").write_text(arriving(whole))
            os.utime(shards / "index.json", ns=(0, index.stamp + 1))
        return False

    assert trainer.train(arrives)
    return read_log(tmp_path / "run")


def test_parts_that_arrive_during_a_run_are_read(tmp_path):
    log = run_with_late_parts(tmp_path, "pairs-python.bin")
    shares = [line["shares"] for line in log if line["event"] == "data"]
    assert "pairs/python" not in shares[0] and "pairs/python" in shares[1]


def test_parts_that_arrive_damaged_end_no_run(tmp_path):
    log = run_with_late_parts(tmp_path, "pairs-python.bin", lambda text: text[:100])
    (problem,) = (line["problem"] for line in log if line["event"] == "shards")
    assert "not a shard index" in problem
    assert log[-1]["name"] == "final"


def test_parts_that_arrive_stand_behind_those_that_were_there(tmp_path):
    index = read_index(write_shards(tmp_path))
    assert index.beginning_with(index.parts[1:]).parts == (*index.parts[1:], index.parts[0])


def test_a_run_that_goes_on_behind_a_command_is_brought_out_and_ended(shards, tmp_path, capsys):
    run, copy, out = (tmp_path / name for name in ("run", "copy", "out"))
    command = [sys.executable, "-m", "openelm_train", "train", "--preset", "mini", "--shards", str(shards)]
    options = ["--out", str(run), "--no-compile", "--device", "cpu", "--threads", "1", "--minutes", "60"]
    with subprocess.Popen(
        [*command, *options, "--safety-copy", str(copy), "--checkpoint-minutes", "0.02"],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if "event=checkpoint" in line:
                    break
            drained = threading.Thread(target=process.stdout.read)
            drained.start()
            bring = ["bring", str(run), "--copy", str(copy), "--out", str(out)]
            assert main([*bring, "--seconds", "0"]) == 0
            assert "goes on" in capsys.readouterr().out
            assert load_checkpoint(out / "copy").progress.step > 0
            assert main([*bring, "--seconds", "0", "--stop"]) == 0
            assert "has ended; last: checkpoint" in capsys.readouterr().out
            drained.join()
        finally:
            process.kill()
    assert load_checkpoint(out / "copy").progress == load_checkpoint(run).progress
    assert read_log(out) == read_log(run)
    (copy / "model-000.bin").write_bytes(b"cut")
    assert main([*bring, "--seconds", "0"]) == 2
    assert "Nothing whole was saved" in capsys.readouterr().err
    assert load_checkpoint(out / "copy").progress == load_checkpoint(run).progress
