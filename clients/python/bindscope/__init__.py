"""Reads Bindscope's runs, and asks and patches their models through its server. docs/python.md has the examples."""

from .arrays import columns, to_arrays
from .errors import BindscopeError, ServerError
from .interventions import Cut, Patch, Zero
from .runs import Analysis, Run, open_run
from .server import Answer, Patched, ServedRun, Server, connect
from .tensors import read_tensors, write_tensors

__all__ = [
    "Analysis",
    "Answer",
    "BindscopeError",
    "Cut",
    "Patch",
    "Patched",
    "Run",
    "ServedRun",
    "Server",
    "ServerError",
    "Zero",
    "columns",
    "connect",
    "open_run",
    "read_tensors",
    "to_arrays",
    "write_tensors",
]
