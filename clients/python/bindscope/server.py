"""A server, `bindscope serve`, as docs/web.md describes it."""

import ipaddress
import json
import os
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

import numpy as np

from .arrays import columns, to_arrays
from .errors import BindscopeError, ServerError
from .runs import Analysis, last_of, no_analysis

_DEFAULT = "http://localhost:5000"
_PROGRAMS_AT_ONCE = 256
_PARTS = ("logits", "residual", "heads", "mlp", "lens", "attention")


@dataclass(frozen=True)
class Answer:
    """What a checkpoint says to a program."""

    #: The program's text.
    program: str
    #: The most probable token: a digit, or of an untrained model any.
    answer: str
    #: Its probability, among all tokens.
    probability: float
    #: Probabilities of the ten digits, [10], among all tokens.
    digits: np.ndarray
    #: What the program computes.
    right_answer: int
    #: Whether the two agree.
    is_right: bool
    #: The query's referential depth.
    hops: int
    #: The line that holds the digit, from 1.
    root_line: int


@dataclass(frozen=True)
class Patched:
    """What patches did to one program: the ten digits' logits, [10] each, before and after."""

    base: np.ndarray
    source: np.ndarray
    patched: np.ndarray
    #: What the two programs compute.
    base_answer: int
    source_answer: int
    #: The top digit of each run.
    base_top: int
    source_top: int
    patched_top: int
    #: `changed`, `unchanged` (the patch put in what was there), `unreachable` (nothing that it changed reaches the answer), or `absent`.
    effect: str

    @property
    def follows(self):
        """Whether the answer is the source's now, and was not before."""
        return self.patched_top == self.source_answer != self.base_top

    def probabilities(self, of="patched"):
        """The ten digits' probabilities among the digits, [10], of `base`, `source` or `patched`."""
        logits = getattr(self, of) - getattr(self, of).max()
        return np.exp(logits) / np.exp(logits).sum()


def connect(address=None, timeout=60):
    """Connects to a server: without an address to BINDSCOPE_SERVER of the environment, or to http://localhost:5000.

    `timeout` is in seconds, for each request.
    """
    return Server(address or os.environ.get("BINDSCOPE_SERVER") or _DEFAULT, timeout)


class Server:
    """A server, or a folder that `bindscope export` wrote and a web server shows: the latter answers no questions."""

    def __init__(self, address, timeout=60):
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise BindscopeError(f"{address!r} is not the address of a server", f"give it with http://, such as {_DEFAULT}")
        path = parts.path if parts.path.endswith("/") else parts.path + "/"
        self.address = urllib.parse.urlunsplit((parts.scheme, parts.netloc, path, "", ""))
        self.timeout = timeout
        # What a machine asks itself goes through no proxy.
        self._opener = urllib.request.build_opener(*([urllib.request.ProxyHandler({})] if _is_own(parts.hostname) else []))
        self.version = self._site()["version"]

    @property
    def runs(self):
        """The names of its runs."""
        return [run["name"] for run in self._site()["runs"]]

    def run(self, name):
        """One of its runs, by name."""
        if name not in self.runs:
            raise BindscopeError(f"{self.address} shows no run {name!r}; there are {', '.join(self.runs) or 'none'}")
        return ServedRun(self, name)

    def get(self, path):
        """What stands at an address below the server's, parsed."""
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path, body):
        """The answer to a question, parsed."""
        headers = {"Content-Type": "application/json"}
        return self._ask(urllib.request.Request(self.address + path, json.dumps(body).encode(), headers))

    def _site(self):
        site = self.get("data/site.json")
        if not isinstance(site, dict) or "runs" not in site:
            raise ServerError(0, f"{self.address} is no server of Bindscope's", "start one with bindscope serve, and give the address that it prints")
        return site

    def _ask(self, request):
        try:
            with self._opener.open(request, timeout=self.timeout) as response:
                data = response.read()
        except urllib.error.HTTPError as refused:
            with refused:
                raise _refusal(refused, request.full_url) from None
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "reason", None) or problem
            raise ServerError(
                0, f"{self.address} does not answer: {reason}", "start a server with bindscope serve, and give the address that it prints"
            ) from problem
        try:
            return json.loads(data)
        except ValueError as problem:
            raise ServerError(0, f"{request.full_url} answers with something that is not JSON", "is this Bindscope's server?") from problem

    def __repr__(self):
        return f"Server({self.address!r})"


class ServedRun:
    """A run that a server shows: what `Run` has of it but weights, and its models' answers."""

    def __init__(self, server, name):
        self.server = server
        self.name = name
        self._path = f"runs/{urllib.parse.quote(name, safe='')}"

    @property
    def spec(self):
        """What was asked for: `spec["preset"]["model"]["layers"]`."""
        return self._page()["spec"]

    @property
    def environment(self):
        """What it was computed with."""
        return self._page()["environment"]

    @property
    def steps(self):
        """The steps of its checkpoints, ascending."""
        return [one["step"] for one in self._page()["checkpoints"]]

    def metrics(self):
        """What was measured while it trained: columns by name, one row an evaluation."""
        return columns(self.server.get(f"data/{self._path}/metrics.json")["metrics"])

    @property
    def analyses(self):
        """The names of its analyses that have an answer."""
        return sorted(one["name"] for one in self._page()["analyses"] if one["bytes"] > 0)

    def analysis(self, name):
        """An analysis by its folder's name, such as `patch-residual-005000`."""
        listed = {one["name"]: one["spec"] for one in self._page()["analyses"] if one["bytes"] > 0}
        if name not in listed:
            raise BindscopeError(no_analysis(self.name, name, sorted(listed)), "bindscope analyze list says what can be computed")
        return Analysis(name, listed[name], self.server.get(f"data/{self._path}/analyses/{urllib.parse.quote(name, safe='')}/result.json"))

    def ask(self, programs, step=None):
        """Asks a checkpoint, the last one without a step, for the answer of a program, or of a list of them.

        Returns an `Answer`, or a list of them in the order of the programs.
        """
        if isinstance(programs, str):
            return self.ask([programs], step)[0]
        programs, call = list(programs), self._call(step, "ask")
        answers = []
        for begin in range(0, len(programs), _PROGRAMS_AT_ONCE):
            asked = self.server.post(call, {"programs": programs[begin : begin + _PROGRAMS_AT_ONCE]})
            answers.extend(map(_answer, asked["answers"]))
        return answers

    def patch(self, program, interventions, source=None, step=None):
        """Does interventions to a program, all in one forward pass, and returns what became of its answer: a `Patched`.

        `interventions` is a `Patch`, `Zero` or `Cut`, or any other as docs/interventions.md writes it (a dict), or a list of them. `source` is the program that patches take their vectors from;
        without it the program's own with another digit, the same one each time.
        """
        several = interventions if isinstance(interventions, (list, tuple)) else [interventions]
        body = {"program": program, "interventions": [one if isinstance(one, dict) else one.to_json() for one in several]}
        found = self.server.post(self._call(step, "patch"), body if source is None else {**body, "source": source})
        return Patched(
            np.array(found["base"]),
            np.array(found["source"]),
            np.array(found["patched"]),
            found["baseAnswer"],
            found["sourceAnswer"],
            found["baseTop"],
            found["sourceTop"],
            found["patchedTop"],
            found["effect"],
        )

    def live(self, program, parts=("logits",), source=None, step=None):
        """What the pages show of one program, as arrays: any of logits, residual (figure 3a), heads, mlp, lens, attention."""
        parts = [parts] if isinstance(parts, str) else list(parts)
        wrong = [part for part in parts if part not in _PARTS]
        if wrong or not parts:
            raise BindscopeError(f"there is no part {wrong[0]!r}" if wrong else "parts is empty", f"the parts are {', '.join(_PARTS)}")
        body = {"program": program, "parts": parts}
        found = self.server.post(self._call(step, "live"), body if source is None else {**body, "source": source})
        return {part: to_arrays(found[part]) for part in parts}

    def random_program(self, hops=None, seed=None):
        """A program of the run's test set and its counterfactual, as two texts; another seed draws another one."""
        body = {"run": self.name, "hops": hops, "seed": seed}
        drawn = self.server.post("api/program/random", {key: value for key, value in body.items() if value is not None})
        return drawn["text"], drawn["source"]

    def _call(self, step, what):
        if step is None:
            step = last_of(self.name, self.steps)
        return f"api/{self._path}/checkpoints/{step}/{what}"

    def _page(self):
        return self.server.get(f"data/{self._path}/run.json")

    def __repr__(self):
        return f"ServedRun({self.server.address!r}, {self.name!r})"


def _answer(found):
    return Answer(
        found["program"],
        found["answer"],
        found["probability"],
        np.array(found["digits"]),
        found["rightAnswer"],
        found["isRight"],
        found["hops"],
        found["rootLine"],
    )


def _refusal(refused, address):
    try:
        problem = json.loads(refused.read())
        message, hint = problem["detail"], problem.get("hint")
    except (OSError, ValueError, KeyError, TypeError):
        message, hint = f"{address}: the server answered {refused.code}", None
        if refused.code in (404, 405, 501):
            hint = "an exported folder answers no questions, and older servers not all of them: start one with bindscope serve"
    return ServerError(refused.code, message, hint)


def _is_own(host):
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
