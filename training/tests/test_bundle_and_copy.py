"""What goes to another machine and comes back: bundles of shards and copies of weights."""

import tarfile

import pytest
import torch
from synthetic import write_shards

from openelm_train.__main__ import main
from openelm_train.checkpoint import Progress, load_checkpoint, save_checkpoint
from openelm_train.config import model_preset
from openelm_train.data_loader import MAIN_MIX, DataLoader
from openelm_train.model import OpenElm
from openelm_train.packing import LossWeights
from openelm_train.shard_reader import read_index

CONFIG = model_preset("mini")


def test_bundles_hold_all_parts_and_each_is_of_use_alone(tmp_path):
    shards = write_shards(tmp_path / "shards")
    assert main(["bundle", "--shards", str(shards), "--out", str(tmp_path / "out"), "--count", "2"]) == 0
    there = tmp_path / "there"
    whole = read_index(shards)
    for number in (1, 2):
        with tarfile.open(tmp_path / "out" / f"bundle-{number}.tar.xz") as archive:
            archive.extractall(there, filter="data")
        index = read_index(there)
        assert DataLoader(index, 128, MAIN_MIX, LossWeights(), 1).next(2).tokens.shape == (2, 129)
        assert index.heldout == whole.heldout
    assert set(index.parts) == set(whole.parts)
    for part in (*whole.parts, *whole.heldout):
        assert (there / part.file).read_bytes() == (shards / part.file).read_bytes()


def test_a_bundle_leaves_out_what_it_is_told_and_knows_the_names(tmp_path, capsys):
    shards = write_shards(tmp_path / "shards")
    left_out = read_index(shards).parts[0].file
    arguments = ["bundle", "--shards", str(shards), "--out", str(tmp_path / "out"), "--count", "1"]
    assert main([*arguments, "--without", left_out]) == 0
    with tarfile.open(tmp_path / "out" / "bundle-1.tar.xz") as archive:
        assert left_out not in archive.getnames()
    assert main([*arguments, "--without", "nothing.bin"]) == 2
    assert "no nothing.bin" in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "tolerance"), [("f16", 1e-3), ("q8", 2e-2), ("f32", 0.0)])
def test_a_copy_of_the_weights_is_a_checkpoint_of_fewer_bits(tmp_path, kind, tolerance):
    saved = dict(OpenElm(CONFIG).named_parameters())
    save_checkpoint(tmp_path / "run", CONFIG, {}, Progress(step=3), {"model": saved, "optimiser": saved})
    assert main(["copy", str(tmp_path / "run"), "--kind", kind, "--out", str(tmp_path / "copy")]) == 0
    back = load_checkpoint(tmp_path / "copy")
    assert (back.config, back.progress.step, back.optimiser) == (CONFIG, 3, None)
    for name, weight in saved.items():
        weight = weight.detach()
        assert torch.allclose(back.weights[name], weight, rtol=0, atol=tolerance * float(weight.abs().max()))
