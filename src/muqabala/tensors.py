"""Weights as plain arrays in safetensors files, read and written without torch and never unpickled.

A safetensors file is eight bytes of length, a JSON table and raw bytes; reading it here costs forty lines, gives a
message that names what is wrong with a broken file, and lets a command convert a model without importing torch.

Packed checkpoints: a matrix may be stored as int8 rows under its own name with one float scale per row beside it,
under `NAME.scale`. `pack` writes that form (a quarter of float32) and `read_weights` undoes it for both engines.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from muqabala.errors import ModelError

Array = npt.NDArray[Any]
Weights = dict[str, npt.NDArray[np.float32]]

SCALE = ".scale"
"""Suffix of the name under which the row scales of a packed matrix lie."""

_TYPES = {"F32": "<f4", "F16": "<f2", "F64": "<f8", "BF16": "<u2", "I8": "<i1"}
_LONGEST_TABLE = 100 * 2**20
_TABLE_ALIGNMENT = 8
_MEND = "The file is damaged or was not copied completely: fetch or copy it again."


def read_weights(path: Path) -> Weights:
    """Every tensor of a safetensors file as float32, packed matrices unpacked. Raises ModelError naming the file."""
    table, start = read_table(path)
    raw = np.memmap(path, dtype=np.uint8, mode="r", offset=start)
    stored = {name: _array(raw, entry) for name, entry in table.items()}
    return unpack(stored)


def read_table(path: Path) -> tuple[dict[str, dict[str, Any]], int]:
    """The table of a safetensors file (name → dtype, shape, data_offsets), checked; and the byte where data starts."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = struct.unpack("<Q", file.read(8))[0] if size >= 8 else -1
            if not 2 <= length <= min(_LONGEST_TABLE, size - 8):
                raise ModelError(f"{path}: not a safetensors file, or cut off in its first bytes.", hint=_MEND)
            table = json.loads(file.read(length))
    except OSError as wrong:
        raise ModelError(f"{path}: cannot be read ({wrong.strerror}).") from wrong
    except (UnicodeDecodeError, json.JSONDecodeError) as wrong:
        raise ModelError(f"{path}: the table of tensors is not readable.", hint=_MEND) from wrong
    if not isinstance(table, dict):
        raise ModelError(f"{path}: the table of tensors is not readable.", hint=_MEND)
    table.pop("__metadata__", None)
    start = 8 + length
    for name, entry in table.items():
        _check_entry(path, name, entry, size - start)
    return table, start


def _check_entry(path: Path, name: str, entry: Any, data_size: int) -> None:
    """One row of the table says a known type and lies inside the file."""
    try:
        kind, shape, (begin, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
        wanted = int(np.prod(shape, dtype=np.int64)) * np.dtype(_TYPES[kind]).itemsize
    except (KeyError, TypeError, ValueError) as wrong:
        raise ModelError(f"{path}: tensor {name} has an entry that cannot be understood.", hint=_MEND) from wrong
    if not 0 <= begin <= end or end - begin != wanted:
        raise ModelError(f"{path}: tensor {name} has the wrong size.", hint=_MEND)
    if end > data_size:
        raise ModelError(f"{path}: cut off: tensor {name} ends at byte {end}, the file holds {data_size}.", hint=_MEND)


def _array(raw: Array, entry: Mapping[str, Any]) -> Array:
    begin, end = entry["data_offsets"]
    values = raw[begin:end].view(_TYPES[entry["dtype"]]).reshape(entry["shape"])
    if entry["dtype"] == "BF16":
        # bfloat16 is the upper half of a float32.
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values


def unpack(stored: Mapping[str, Array]) -> Weights:
    """Packed matrices times their row scales; everything as float32."""
    weights: Weights = {}
    for name, values in stored.items():
        if name.endswith(SCALE) and name.removesuffix(SCALE) in stored:
            continue
        plain = np.asarray(values).astype(np.float32)
        scale = stored.get(name + SCALE)
        if scale is not None:
            plain *= np.asarray(scale).astype(np.float32).reshape(-1, *[1] * (plain.ndim - 1))
        weights[name] = plain
    return weights


def pack(weights: Mapping[str, Array]) -> dict[str, Array]:
    """Matrices as int8 rows with one scale each, the rest as float16; what CTranslate2's int8 makes of them anyway.

    >>> packed = pack({"w": np.array([[1.0, -2.0], [0.0, 0.5]], dtype=np.float32)})
    >>> packed["w"].tolist(), packed["w"].dtype.name
    ([[64, -127], [0, 127]], 'int8')
    """
    packed: dict[str, Array] = {}
    for name, values in weights.items():
        if values.ndim != 2 or values.shape[0] == 1:
            packed[name] = values.astype(np.float16)
            continue
        largest = np.abs(values.astype(np.float32)).max(axis=1)
        scale = np.where(largest == 0, np.float32(1), largest / np.float32(127)).astype(np.float32)
        packed[name] = np.rint(values / scale[:, None]).astype(np.int8)
        packed[name + SCALE] = scale
    return packed


def write_weights(path: Path, tensors: Mapping[str, Array]) -> None:
    """A safetensors file of these arrays, in the order of their names; whole, or not there."""
    kinds = {np.dtype(kind): name for name, kind in _TYPES.items() if name != "BF16"}
    table: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    position = 0
    for name in sorted(tensors):
        values = tensors[name]
        table[name] = {
            "dtype": kinds[values.dtype],
            "shape": list(values.shape),
            "data_offsets": [position, position + values.nbytes],
        }
        position += values.nbytes
    header = json.dumps(table, separators=(",", ":")).encode()
    header += b" " * (-len(header) % _TABLE_ALIGNMENT)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with new.open("wb") as file:
        file.write(struct.pack("<Q", len(header)))
        file.write(header)
        for name in sorted(tensors):
            file.write(np.ascontiguousarray(tensors[name]).tobytes())
    new.replace(path)


def checksum(path: Path) -> str:
    """SHA-256 of a file, as `sha256sum` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
