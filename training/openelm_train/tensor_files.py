"""Tensors in files of bounded size, with an index that says where each lies and what the files hash to.

Plain bytes, so that any version of PyTorch reads them. Types: "f32", "f16", "bf16", and "q8" (blocks of 32
values with one 16-bit scale, 8.5 bits a value) for a copy that has to be small.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from openelm_train.errors import TrainingError

#: A little under 16 MiB, the most that one file may have to travel.
FILE_BYTES = 16 * 1024 * 1024 - 4096
BLOCK = 32


def write_tensors(directory: Path, name: str, tensors: dict[str, Tensor], kind: str) -> dict[str, Any]:
    """Writes `name-000.bin` and so on. Returns what `read_tensors` needs, as JSON."""
    entries: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    buffer = bytearray()
    total = 0
    for key, tensor in tensors.items():
        data = _encode(tensor, kind)
        entries.append({"name": key, "shape": list(tensor.shape), "offset": total, "bytes": len(data)})
        total += len(data)
        buffer += data
        while len(buffer) >= FILE_BYTES:
            files.append(_write(directory, f"{name}-{len(files):03}.bin", bytes(buffer[:FILE_BYTES])))
            del buffer[:FILE_BYTES]
    if buffer:
        files.append(_write(directory, f"{name}-{len(files):03}.bin", bytes(buffer)))
    return {"kind": kind, "tensors": entries, "files": files}


def read_tensors(directory: Path, index: dict[str, Any]) -> dict[str, Tensor]:
    """The tensors in float32. Raises TrainingError for a file that is missing, cut or changed."""
    stream = bytearray()
    for file in index["files"]:
        path = directory / file["file"]
        data = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(data).hexdigest() != file["sha256"]:
            raise TrainingError(
                f"The checkpoint file {path} is missing or damaged; resume from an older checkpoint."
            )
        stream += data
    result = {}
    for entry in index["tensors"]:
        data = bytes(stream[entry["offset"] : entry["offset"] + entry["bytes"]])
        result[entry["name"]] = _decode(data, entry["shape"], index["kind"])
    return result


def write_json(path: Path, fields: dict[str, Any]) -> None:
    """Replaces a JSON file in one step, so that no reader and no crash ever finds half of it."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w") as file:
        json.dump(fields, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _write(directory: Path, name: str, data: bytes) -> dict[str, Any]:
    with (directory / name).open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return {"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _encode(tensor: Tensor, kind: str) -> bytes:
    flat = tensor.detach().float().cpu().reshape(-1)
    if kind == "q8" and flat.numel() % BLOCK == 0 and tensor.ndim == 2:
        return _encode_q8(flat)
    if kind == "bf16":
        return flat.bfloat16().view(torch.int16).numpy().astype("<i2").tobytes()
    if kind == "f16":
        return flat.numpy().astype("<f2").tobytes()
    return flat.numpy().astype("<f4").tobytes()


def _encode_q8(flat: Tensor) -> bytes:
    blocks = flat.reshape(-1, BLOCK).numpy()
    scale = (np.abs(blocks).max(axis=1) / 127.0).astype("<f2")
    divisor = np.where(scale == 0, 1, scale).astype(np.float32)[:, None]
    values = np.clip(np.rint(blocks / divisor), -127, 127).astype(np.int8)
    return bytes(scale.tobytes() + values.tobytes())


def _decode(data: bytes, shape: list[int], kind: str) -> Tensor:
    count = int(np.prod(shape))
    if kind == "q8" and count % BLOCK == 0 and len(shape) == 2:
        blocks = count // BLOCK
        scale = np.frombuffer(data, "<f2", blocks).astype(np.float32)
        values = np.frombuffer(data, np.int8, count, offset=2 * blocks).reshape(blocks, BLOCK)
        return torch.from_numpy((values * scale[:, None]).astype(np.float32).reshape(shape))
    if kind == "bf16":
        bits = torch.from_numpy(np.frombuffer(data, "<i2").astype(np.int16))
        return bits.view(torch.bfloat16).float().reshape(shape)
    if kind == "f16":
        return torch.from_numpy(np.frombuffer(data, "<f2").astype(np.float32).reshape(shape))
    return torch.from_numpy(np.frombuffer(data, "<f4").astype(np.float32).reshape(shape))
