"""The program and the server that the tests run."""

import os
import subprocess
import unittest
from pathlib import Path

import bindscope

CLONE = Path(__file__).resolve().parents[3]
REFERENCE = CLONE / "reference" / "demo-1"
_PROGRAM = os.environ.get("BINDSCOPE") or str(CLONE / "bindscope")


def run(*arguments, fails=False):
    """Runs a command of Bindscope in the clone: what it wrote, or, where it is to fail, its exit code and what it said."""
    done = subprocess.run([_PROGRAM, *map(str, arguments)], cwd=CLONE, capture_output=True, text=True, check=False, timeout=600)
    if fails:
        return done.returncode, done.stderr
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr}")
    return done.stdout


class ServedTest(unittest.TestCase):
    """Tests that ask a server over reference/demo-1, or over other runs; one for each class."""

    serves = (REFERENCE,)

    @classmethod
    def setUpClass(cls):
        chosen = (part for one in cls.serves for part in ("--run", str(one)))
        command = [_PROGRAM, "serve", *chosen, "--port", "0", "--no-browser"]
        cls.process = subprocess.Popen(command, cwd=CLONE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.addClassCleanup(cls._end)
        cls.address = cls.process.stdout.readline().strip()
        cls.server = bindscope.connect(cls.address)
        cls.run_served = cls.server.run("demo-1")

    @classmethod
    def _end(cls):
        cls.process.terminate()
        cls.process.wait(timeout=30)
        cls.process.stdout.close()
