"""Where to compute, and how a training step is compiled there."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from openelm_train import losses
from openelm_train.errors import TrainingError
from openelm_train.model import OpenElm


@dataclass(frozen=True)
class Device:
    """A device with the type of its activations."""

    device: torch.device
    dtype: torch.dtype

    @property
    def is_cuda(self) -> bool:
        """Whether it is a GPU of CUDA's kind."""
        return self.device.type == "cuda"

    def take(self, tensor: Tensor) -> Tensor:
        """Copies a tensor there without waiting for what the device is doing."""
        if not self.is_cuda:
            return tensor
        return tensor.pin_memory().to(self.device, non_blocking=True)

    def synchronise(self) -> None:
        """Waits until all that was asked of the device is done, so that a clock can be read."""
        if self.is_cuda:
            torch.cuda.synchronize()


def choose_device(name: str, threads: int | None = None) -> Device:
    """The device called `name`: auto, cpu or cuda. Sets the threads and the float32 mode for the process."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name not in ("cpu", "cuda"):
        raise TrainingError(f"There is no device {name}; choose auto, cpu or cuda.")
    if name == "cuda" and not torch.cuda.is_available():
        raise TrainingError("PyTorch finds no CUDA GPU here; leave out --device or pass --device cpu.")
    torch.set_num_threads(threads or os.cpu_count() or 1)
    torch.set_float32_matmul_precision("high")
    dtype = torch.bfloat16 if name == "cuda" or _is_fast_in_bfloat16() else torch.float32
    return Device(torch.device(name), dtype)


def _is_fast_in_bfloat16() -> bool:
    """Whether the CPU multiplies bfloat16 at least as fast as float32: without instructions for it (AVX-512
    BF16, AMX) it takes a hundred times as long.
    """
    return _product_seconds(torch.bfloat16) <= _product_seconds(torch.float32)


def _product_seconds(dtype: torch.dtype) -> float:
    """Seconds for a small matrix product, the best of three."""
    left, right = torch.ones(256, 256, dtype=dtype), torch.ones(256, 256, dtype=dtype)
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        torch.mm(left, right)
        seconds.append(time.perf_counter() - began)
    return min(seconds)


#: Gives the hidden states (rows, length, width) of token ids (rows, length).
Hidden = Callable[[Tensor], Tensor]


def hidden_function(model: OpenElm, device: Device, *, compiled: bool) -> Hidden:
    """The forward pass up to the output matrix, compiled if asked for; the loss's chunk goes with it."""

    def hidden(tokens: Tensor) -> Tensor:
        return model.hidden(tokens, device.dtype)[0]

    losses.CHUNK = 16_384 if device.is_cuda else 1024
    if not compiled:
        losses.chunk_loss = losses.chunk_loss_eager
        return hidden
    losses.chunk_loss = torch.compile(losses.chunk_loss_eager, dynamic=False)
    return torch.compile(hidden, dynamic=False)


def step_loss(hidden: Hidden, model: OpenElm, tokens: Tensor, weights: Tensor) -> Tensor:
    """Weighted sum of the cross-entropies of a batch: tokens (rows, length + 1), weights (rows, length)."""
    output = hidden(tokens[:, :-1]).reshape(-1, model.config.width)
    return losses.chunked_cross_entropy(
        output, model.token_embd, tokens[:, 1:].reshape(-1), weights.reshape(-1)
    )


def can_compile(device: Device) -> bool:
    """Whether torch.compile works here: it needs a C++ compiler on a CPU and Triton on a GPU."""
    try:
        function = torch.compile(lambda x: (x * 2).sum())
        function(torch.ones(64, device=device.device))
    except Exception as error:  # what is thrown differs with what is missing
        print(
            f"torch.compile does not work here ({type(error).__name__}): going on without.", file=sys.stderr
        )
        return False
    return True


def out_of_memory(error: BaseException) -> bool:
    """Whether PyTorch ran out of memory, on either kind of device."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in text or "can't allocate memory" in text
