"""A run's folder, as docs/runs.md describes it."""

import gzip
import hashlib
import json
from pathlib import Path

from .arrays import columns, to_arrays
from .errors import BindscopeError
from .tensors import read_tensors


class Analysis:
    """An analysis: its question, its answer, and the answer as arrays."""

    def __init__(self, name, spec, result):
        self.name = name
        #: The question, as spec.json has it.
        self.spec = spec
        #: The answer, as result.json has it.
        self.result = result

    @property
    def arrays(self):
        """The answer as arrays by name, such as `cells.success.value`; see `to_arrays`."""
        return to_arrays(self.result)

    def __repr__(self):
        return f"Analysis({self.name!r})"


def open_run(folder):
    """Opens a run's folder: `open_run("runs/quick-1")`."""
    return Run(folder)


class Run:
    """A run's folder. Files are read when they are asked for."""

    def __init__(self, folder):
        self.folder = Path(folder)
        if not (self.folder / "spec.json").is_file():
            raise BindscopeError(
                f"{self.folder} is no run: it has no spec.json",
                "give the folder of a run, such as runs/quick-1 or reference/demo-1",
            )
        self.name = self.folder.resolve().name

    @property
    def spec(self):
        """What was asked for: `spec["preset"]["model"]["layers"]`."""
        return self._json("spec.json")

    @property
    def environment(self):
        """What it was computed with."""
        return self._json("environment.json")

    @property
    def steps(self):
        """The steps of its checkpoints, ascending."""
        folder = self.folder / "checkpoints"
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(int(one.name) for one in found if one.name.isdigit() and (one / "weights.safetensors").is_file())

    def weights(self, step=None):
        """A checkpoint's tensors by name, float32; without a step those of the last one. docs/model.md says what they mean."""
        folder = self._checkpoint(step)
        file = folder / "weights.safetensors"
        expected = _read_json(folder / "meta.json").get("checksums", {}).get("weights") if (folder / "meta.json").is_file() else None
        if expected is not None and hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            raise BindscopeError(f"{file} is not the file that training wrote: its checksum differs", "bring the checkpoint back, or take another step")
        return read_tensors(file)

    def metrics(self):
        """What was measured while it trained: columns by name, one row an evaluation. A line that is not whole yet is left out."""
        path = self.folder / "metrics.jsonl"
        if not path.is_file():
            raise BindscopeError(f"{path} is missing", "the run was not trained yet, or was copied without it")
        lines = path.read_text(encoding="utf-8").split("\n")
        return columns([_parsed(path, number, line) for number, line in enumerate(lines[:-1], 1)])

    @property
    def analyses(self):
        """The names of its analyses that have an answer."""
        folder = self.folder / "analyses"
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(one.name for one in found if _stored(one / "result.json") is not None)

    def analysis(self, name):
        """An analysis by its folder's name, such as `patch-residual-005000`."""
        folder = self.folder / "analyses" / name
        result = _stored(folder / "result.json")
        if result is None or name not in self.analyses:
            raise BindscopeError(no_analysis(self.name, name, self.analyses), "bindscope analyze list says what can be computed")
        spec = _stored(folder / "spec.json")
        return Analysis(name, None if spec is None else _read_json(spec), _read_json(result))

    def _checkpoint(self, step):
        folder = self.folder / "checkpoints" / f"{last_of(self.name, self.steps) if step is None else step:06d}"
        if not folder.is_dir():
            raise BindscopeError(no_step(self.name, step, self.steps))
        return folder

    def _json(self, name):
        path = _stored(self.folder / name)
        if path is None:
            raise BindscopeError(f"{self.folder / name} is missing", "the run was copied without it")
        return _read_json(path)

    def __repr__(self):
        return f"Run({str(self.folder)!r})"


def last_of(name, steps):
    """The last of a run's steps."""
    if not steps:
        raise BindscopeError(f"{name} has no checkpoints", "train it, or copy it with its checkpoints")
    return steps[-1]


def no_step(name, step, steps):
    """That a run lacks a checkpoint, in words."""
    return f"{name} has no checkpoint {step}; there are {', '.join(map(str, steps)) or 'none'}"


def no_analysis(run, name, names):
    """That a run lacks an analysis, in words."""
    near = [one for one in names if one.startswith(name.rstrip("0123456789").rstrip("-"))]
    return f"{run} has no analysis {name!r}; there are {', '.join(near or names) or 'none'}"


def _stored(path):
    """A JSON file, plain or compressed; the plain one counts where both are there."""
    for one in (path, path.with_name(path.name + ".gz")):
        if one.is_file():
            return one
    return None


def _read_json(path):
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return json.loads(data)
    except (OSError, EOFError, ValueError) as problem:
        raise BindscopeError(f"{path} cannot be read: {problem}", "the file is damaged or cut off; copy it or compute it again") from problem


def _parsed(path, number, line):
    try:
        return json.loads(line)
    except ValueError as problem:
        raise BindscopeError(f"{path} line {number} is not JSON: {problem}", "the file is damaged; bring it back") from problem
