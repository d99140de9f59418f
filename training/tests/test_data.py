import json

import numpy as np
import pytest
import torch
from synthetic import write_shards

from openelm_train.data_loader import FINAL_MIX, MAIN_MIX, DataLoader
from openelm_train.errors import TrainingError
from openelm_train.packing import LossWeights, loss_weights, pack
from openelm_train.shard_reader import read_index

WEIGHTS = LossWeights(middle=2.0, other=1.0)


def tokens(*ids):
    return np.array(ids, dtype=np.uint16)


def loader(directory, mixture=MAIN_MIX):
    return DataLoader(read_index(directory), 128, mixture, WEIGHTS, seed=1)


def test_packing_keeps_every_token_and_hardly_pads():
    random = np.random.default_rng(1)
    documents = [tokens(*random.integers(20, 90, size=random.integers(5, 100)), 0) for _ in range(200)]
    rows = pack(documents, 64)
    assert all(len(row) == 64 for row in rows)
    kept = sorted(np.concatenate(rows)[np.concatenate(rows) != 0].tolist())
    assert kept == sorted(np.concatenate(documents)[np.concatenate(documents) != 0].tolist())
    assert len(rows) * 64 < sum(map(len, documents)) * 1.05


def test_packing_never_cuts_a_fill_in_the_middle():
    middle = tokens(1, *[20] * 10, 2, *[21] * 10, 3, *[22] * 10, 0)
    plain = tokens(*range(30, 90), 0)
    rows = pack([middle, plain] * 20, 80)
    whole = middle.tobytes()
    assert sum(row.tobytes().count(whole) for row in rows) == 20


def test_the_middle_weighs_more_and_padding_nothing():
    row = tokens(1, 20, 2, 21, 3, 22, 23, 0, 24, 0, 0, 0)
    assert loss_weights(row, WEIGHTS).tolist() == [1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 0, 0]


def test_a_loader_that_resumes_gives_the_rows_that_were_due(tmp_path):
    write_shards(tmp_path)
    first = loader(tmp_path)
    for _ in range(3):
        first.next(5)
    state = json.loads(json.dumps(first.state()))
    due = [first.next(7) for _ in range(3)]
    second = loader(tmp_path)
    second.resume(state)
    for batch in due:
        again = second.next(7)
        assert torch.equal(batch.tokens, again.tokens)
        assert torch.equal(batch.weights, again.weights)


def test_a_mixture_gives_each_kind_its_share(tmp_path):
    write_shards(tmp_path)
    shares = {f"{s.mix}/{s.language}": s.share for s in loader(tmp_path).streams}
    assert shares == pytest.approx(
        {"code/python": 0.46 / 0.96, "clean/python": 0.46 / 0.96, "pairs/python": 0.04 / 0.96}
    )
    with pytest.raises(TrainingError, match="hold clean, code, pairs"):
        loader(tmp_path, {"prose": 1.0})
    assert {s.mix for s in loader(tmp_path, FINAL_MIX).streams} == {"clean", "pairs"}


def test_a_shard_cut_short_or_changed_stops_with_what_to_do(tmp_path):
    write_shards(tmp_path)
    part = tmp_path / "code-python.bin"
    whole = part.read_bytes()
    part.write_bytes(whole[:-2])
    with pytest.raises(TrainingError, match=r"has \d+ bytes, not \d+; make the shards anew"):
        loader(tmp_path)
    part.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    with pytest.raises(TrainingError, match="another SHA-256"):
        loader(tmp_path)
    part.unlink()
    with pytest.raises(TrainingError, match="is missing"):
        loader(tmp_path)
    with pytest.raises(TrainingError, match="openelm_train shards"):
        read_index(tmp_path / "nowhere")
