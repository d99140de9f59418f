import torch

from openelm_train.losses import chunk_loss_eager


def test_the_loss_of_a_chunk_is_the_cross_entropy_and_its_gradient():
    generator = torch.Generator().manual_seed(1)
    scores = (torch.randn(40, 64, generator=generator) * 3).requires_grad_()
    targets = torch.randint(0, 64, (40,), generator=generator)
    weights = torch.rand(40, generator=generator)
    weights[:5] = 0
    expected = (torch.nn.functional.cross_entropy(scores, targets, reduction="none") * weights).sum()
    expected.backward()
    summed, gradient = chunk_loss_eager(scores.detach(), targets, weights)
    assert torch.allclose(summed, expected)
    assert torch.allclose(gradient, scores.grad, atol=1e-6)
