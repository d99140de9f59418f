import torch

from openelm_train.config import model_preset
from openelm_train.losses import chunked_cross_entropy
from openelm_train.model import OpenElm
from openelm_train.optimiser import Optimiser, OptimiserConfig, orthogonalised
from openelm_train.schedule import Budget, Schedule


def test_orthogonalised_matrices_have_singular_values_near_one():
    stack = torch.randn(3, 64, 256, generator=torch.Generator().manual_seed(1))
    for matrices in (stack, stack.transpose(1, 2)):
        values = torch.linalg.svdvals(orthogonalised(matrices, torch.float32))
        assert values.min() > 0.8
        assert values.max() < 1.2


def test_both_optimisers_learn_a_row_by_heart():
    for matrices, rate in (("muon", 0.02), ("adamw", 0.003)):
        model = OpenElm(model_preset("mini"))
        optimiser = Optimiser(model, OptimiserConfig(matrices=matrices, matrix_rate=rate))
        row = torch.randint(0, 512, (1, 65), generator=torch.Generator().manual_seed(2))
        losses = []
        for _ in range(30):
            hidden, _ = model.hidden(row[:, :-1])
            loss = chunked_cross_entropy(hidden[0], model.token_embd, row[0, 1:], torch.ones(64)) / 64
            loss.backward()
            optimiser.step(1.0, 0.0)
            losses.append(loss.item())
        assert losses[0] > 5
        assert losses[-1] < 1, matrices


def test_the_rate_is_flat_then_linear_to_its_last_factor():
    schedule = Schedule(flat_share=0.5, last_factor=0.1, warmup_steps=0)
    assert schedule.rate_factor(0.3, 0) == 1
    assert abs(schedule.rate_factor(0.75, 0) - 0.55) < 1e-9
    assert abs(schedule.rate_factor(1.0, 0) - 0.1) < 1e-9


def test_a_budget_ends_with_whichever_of_its_limits_comes_first():
    assert Budget(seconds=100).progress(50, 10**9) == 0.5
    assert Budget(tokens=10).progress(50, 5) == 0.5
    assert Budget(seconds=100, tokens=10).progress(90, 5) == 0.9
