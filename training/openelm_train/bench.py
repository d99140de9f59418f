"""`bench`: how long a training step takes here, and what share of the device's own matrix speed that is."""

from __future__ import annotations

import argparse
import json
import statistics
import time

import torch

from openelm_train.config import MODEL_PRESETS, model_preset
from openelm_train.device import Device, can_compile, choose_device, hidden_function, out_of_memory, step_loss
from openelm_train.model import OpenElm
from openelm_train.optimiser import Optimiser
from openelm_train.presets import RUN_PRESETS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `bench`."""
    parser.add_argument("--preset", choices=sorted(MODEL_PRESETS), required=True)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--micro-rows", type=int, nargs="+", help="sizes to try")
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument(
        "--peak", type=float, help="TFLOP/s to compare with; default: a large product, measured"
    )


def run(args: argparse.Namespace) -> None:
    """Prints one JSON object for each size."""
    device = choose_device(args.device, args.threads)
    compiled = not args.no_compile and can_compile(device)
    peak = args.peak or measured_peak(device)
    for rows in args.micro_rows or [RUN_PRESETS[args.preset].micro_rows]:
        try:
            result = time_steps(args.preset, device, rows, args.steps, compiled=compiled)
        except (RuntimeError, MemoryError) as error:
            if not out_of_memory(error):
                raise
            print(f"Out of memory with {rows} rows at once.")
            continue
        flops = model_preset(args.preset).flops_per_token() * result["tokens_per_second"]
        result["share_of_peak"] = round(flops / peak / 1e12, 4)
        print(
            json.dumps({"preset": args.preset, "micro_rows": rows, "peak_tflops": round(peak, 3), **result})
        )


def time_steps(preset: str, device: Device, rows: int, steps: int, *, compiled: bool) -> dict[str, float]:
    """Medians over `steps` steps on random tokens, after one that compiles."""
    config = model_preset(preset)
    model = OpenElm(config).to(device.device)
    optimiser = Optimiser(model, RUN_PRESETS[preset].optimiser, device.dtype)
    hidden = hidden_function(model, device, compiled=compiled)
    weights = torch.ones(rows, config.context, device=device.device)
    generator = torch.Generator().manual_seed(1)
    times: dict[str, list[float]] = {"gradients": [], "optimiser": []}
    began = time.monotonic()
    first = 0.0
    for step in range(steps + 2):
        tokens = torch.randint(0, config.vocabulary, (rows, config.context + 1), generator=generator)
        tokens = tokens.to(device.device)
        device.synchronise()
        start = time.monotonic()
        loss = step_loss(hidden, model, tokens, weights) / weights.numel()
        loss.backward()  # type: ignore[no-untyped-call]
        device.synchronise()
        middle = time.monotonic()
        optimiser.step(1.0, 0.0)
        device.synchronise()
        if step == 0:
            first = time.monotonic() - began
        if step > 1:
            times["gradients"].append(middle - start)
            times["optimiser"].append(time.monotonic() - middle)
    gradients, update = (statistics.median(times[key]) for key in ("gradients", "optimiser"))
    accumulate = RUN_PRESETS[preset].accumulate
    tokens_of_step = rows * config.context * accumulate
    result = {
        "tokens_per_second": round(tokens_of_step / (gradients * accumulate + update)),
        "gradient_ms": round(gradients * 1000, 1),
        "optimiser_ms": round(update * 1000, 1),
        "first_step_seconds": round(first, 1),
    }
    if device.is_cuda:
        result["memory_gb"] = round(torch.cuda.max_memory_allocated() / 1e9, 1)
        torch.cuda.reset_peak_memory_stats()
    return result


def measured_peak(device: Device) -> float:
    """TFLOP/s of a large matrix product in the activations' type, on random numbers."""
    size = 8192 if device.is_cuda else 1024
    left = torch.randn(size, size, device=device.device).to(device.dtype)
    right = torch.randn(size, size, device=device.device).to(device.dtype)
    best = float("inf")
    for _ in range(8):
        device.synchronise()
        start = time.monotonic()
        left @ right
        device.synchronise()
        best = min(best, time.monotonic() - start)
    return 2 * size**3 / best / 1e12
