"""What goes to another machine and comes back: bundles of shards and copies of weights."""

import json
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
from openelm_train.vocabulary import SPECIALS

CONFIG = model_preset("mini")


def test_bundles_hold_all_parts_and_each_is_of_use_alone(tmp_path):
    shards = write_shards(tmp_path / "shards")
    assert main(["bundle", "--shards", str(shards), "--out", str(tmp_path / "out"), "--count", "2"]) == 0
    there = tmp_path / "there"
    whole = read_index(shards)
    for number in (1, 2):
        assert (
            main(["unpack", str(tmp_path / "out" / f"bundle-{number}.tar.xz"), "--shards", str(there)]) == 0
        )
        index = read_index(there)
        assert DataLoader(index, 128, MAIN_MIX, LossWeights(), 1).next(2).tokens.shape == (2, 129)
        assert index.heldout == whole.heldout
    assert set(index.parts) == set(whole.parts)
    for part in (*whole.parts, *whole.heldout):
        assert (there / part.file).read_bytes() == (shards / part.file).read_bytes()


def test_a_bundle_needs_those_before_it(tmp_path, capsys):
    shards = write_shards(tmp_path / "shards")
    assert main(["bundle", "--shards", str(shards), "--out", str(tmp_path / "out"), "--count", "2"]) == 0
    second = str(tmp_path / "out" / "bundle-2.tar.xz")
    assert main(["unpack", second, "--shards", str(tmp_path / "there")]) == 2
    assert "in their order" in capsys.readouterr().err
    assert list((tmp_path / "there").iterdir()) == []


def test_a_cut_bundle_changes_nothing_and_says_so(tmp_path, capsys):
    shards = write_shards(tmp_path / "shards")
    assert main(["bundle", "--shards", str(shards), "--out", str(tmp_path / "out"), "--count", "1"]) == 0
    bundle = tmp_path / "out" / "bundle-1.tar.xz"
    bundle.write_bytes(bundle.read_bytes()[:-2000])
    assert main(["unpack", str(bundle), "--shards", str(tmp_path / "there")]) == 2
    assert "no whole bundle" in capsys.readouterr().err
    assert list((tmp_path / "there").iterdir()) == []


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


def test_a_run_goes_on_from_a_model_file(tmp_path, capsys):
    model = OpenElm(CONFIG, seed=3)
    save_checkpoint(tmp_path / "run", CONFIG, {}, Progress(step=3), {"model": dict(model.named_parameters())})
    tokenizer = tmp_path / "tokenizer.json"
    names = [*SPECIALS, *(f"<|reserved_{at}|>" for at in range(5))]
    tokens = [*names, "a", "b", "ab", *(f"t{at}" for at in range(CONFIG.vocabulary - len(names) - 3))]
    added = [{"content": name, "id": at} for at, name in enumerate(names)]
    vocabulary = {token: at for at, token in enumerate(tokens) if token not in names}
    fields = {"model": {"vocab": vocabulary, "merges": ["a b"]}, "added_tokens": added}
    tokenizer.write_text(json.dumps(fields))
    export = ["export", str(tmp_path / "run"), "--tokenizer", str(tokenizer), "--out", str(tmp_path)]
    assert main([*export, "--kinds", "f32"]) == 0
    copy = ["copy", str(tmp_path / "openelm-nano-f32.gguf"), "--kind", "f32", "--out", str(tmp_path / "copy")]
    assert main(copy) == 2
    assert "name its --preset" in capsys.readouterr().err
    assert main([*copy, "--preset", "mini"]) == 0
    back = load_checkpoint(tmp_path / "copy")
    assert (back.config, back.progress) == (CONFIG, Progress())
    for name, weight in model.named_parameters():
        assert torch.allclose(back.weights[name], weight.detach(), rtol=1e-6, atol=1e-9), name
    assert main([*copy, "--preset", "claim-scaled"]) == 2
    assert "resume with the preset" in capsys.readouterr().err
