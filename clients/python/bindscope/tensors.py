"""safetensors files: eight bytes of header length, a JSON header, the tensors' bytes, little-endian and row by row."""

import hashlib
import json
import os
import struct

import numpy as np

from .errors import BindscopeError

_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4", "U8": "u1", "BOOL": "?"}
_LARGEST_HEADER = 100_000_000


def read_tensors(path):
    """Reads a file whole.

    Returns a dictionary of arrays by name. Numbers of 16 bits are widened to float32, which is exact. Where the file holds a checksum of
    Bindscope's, its bytes are compared with it.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as problem:
        raise BindscopeError(f"{path} cannot be read: {problem.strerror}") from problem
    try:
        return _tensors(data)
    except (ValueError, KeyError, TypeError, AttributeError, struct.error) as problem:
        raise BindscopeError(f"{path} is no whole safetensors file: {problem}", "copy or train it again") from problem


def write_tensors(path, tensors, metadata=None):
    """Writes arrays by name as float32, as Bindscope reads them: whole, or not at all."""
    header, parts, begin = {}, [], 0
    for name in sorted(tensors):
        values = np.ascontiguousarray(tensors[name], dtype="<f4")
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [begin, begin + values.nbytes]}
        parts.append(values.tobytes())
        begin += values.nbytes
    values = memoryview(b"".join(parts))
    header["__metadata__"] = {**(metadata or {}), "checksum": _checksum(header, values)}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    unfinished = f"{path}.part"
    with open(unfinished, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        file.write(values)
    os.replace(unfinished, path)


def _tensors(data):
    (length,) = struct.unpack_from("<Q", data)
    if length > min(_LARGEST_HEADER, len(data) - 8):
        raise ValueError("it ends within its header")
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", None) or {}
    values = memoryview(data)[8 + length :]
    found = {name: _tensor(name, entry, values) for name, entry in header.items()}
    hashes = {"checksum": lambda: _checksum(header, values), "sha256": lambda: hashlib.sha256(values).hexdigest()}
    if any(key in metadata and metadata[key] != hash_of() for key, hash_of in hashes.items()):
        raise ValueError("its tensors are not those that were written: the checksum differs")
    return found


def _checksum(header, values):
    """As docs/model.md describes it: each tensor's name, type, shape, offsets and bytes."""
    checksum = hashlib.sha256()
    for name, entry in sorted(header.items(), key=lambda one: one[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        shape = ",".join(map(str, entry["shape"]))
        checksum.update(f"{name}\n{entry['dtype']} {shape} {begin} {end}\n".encode())
        checksum.update(values[begin:end])
    return checksum.hexdigest()


def _tensor(name, entry, values):
    begin, end = entry["data_offsets"]
    kind = entry["dtype"]
    if kind not in _TYPES:
        raise ValueError(f"{name} has the type {kind}, which is not read")
    if not 0 <= begin <= end <= len(values):
        raise ValueError(f"{name} ends behind the file")
    array = np.frombuffer(values[begin:end], dtype=_TYPES[kind]).reshape(entry["shape"])
    if kind == "BF16":
        return (array.astype(np.uint32) << 16).view(np.float32)
    return array.astype(np.float32) if kind == "F16" else array.copy()
