import json
import os
import subprocess
import tempfile
import threading
import unittest
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

import bindscope
from bindscope import Cut, Patch, Zero

from .code_cells import cells_of, code_of, printed_by
from .program import CLONE, REFERENCE, ServedTest, _PROGRAM


class ServerTest(ServedTest):
    def setUp(self):
        self.program, self.source = self.run_served.random_program(hops=2, seed=1)

    def test_answers_are_those_of_the_command(self):
        programs = [self.program, self.source] * 200
        asked = self.run_served.ask(programs)
        said = subprocess.run(
            [_PROGRAM, "ask", "--run", str(REFERENCE), "-", "--json"],
            input=f"{self.program}\n\n{self.source}\n", capture_output=True, text=True, check=True,
        ).stdout.splitlines()

        self.assertEqual(programs, [one.program for one in asked])
        for line, one in zip(map(json.loads, said), asked):
            self.assertEqual((line["answer"], line["rightAnswer"]), (one.answer, one.right_answer))
            self.assertAlmostEqual(line["probability"], one.probability, 5)
            self.assertAlmostEqual(one.digits.max(), one.probability)

    def test_a_patch_that_moves_the_digit_makes_the_answer_follow(self):
        patched = self.run_served.patch(self.program, Patch("residual.in:1", role="rhs:1"), source=self.source)

        self.assertTrue(patched.follows)
        self.assertEqual("changed", patched.effect)
        np.testing.assert_allclose(patched.source, patched.patched, atol=1e-3)
        self.assertAlmostEqual(1, patched.probabilities().sum())
        self.assertEqual(patched.base_answer, patched.probabilities("base").argmax())

    def test_several_interventions_act_together(self):
        zero, cut = Zero("mlp.out:1", position=10), Cut(3, position=26, key=15, head=2)
        alone = self.run_served.patch(self.program, zero)
        with_cut = self.run_served.patch(self.program, [zero, cut])

        self.assertEqual((alone.base_answer, True), (alone.patched_top, with_cut.patched_top != with_cut.base_answer))
        np.testing.assert_allclose(alone.base, with_cut.base, atol=1e-4)

    def test_any_intervention_is_taken_as_the_files_write_it(self):
        place = {"kind": "mlp.out", "layers": [1], "positions": {"kind": "same", "positions": [10]}}
        alone = self.run_served.patch(self.program, Zero("mlp.out:1", position=10))
        written = self.run_served.patch(self.program, {"kind": "zero", "where": place})

        np.testing.assert_allclose(alone.patched, written.patched, atol=1e-5)

    def test_a_patch_that_changes_nothing_says_so(self):
        same = self.run_served.patch(self.program, Patch("residual.in:2", position=2), source=self.source)

        self.assertEqual("unchanged", same.effect)
        self.assertFalse(same.follows)

    def test_files_are_those_of_the_folder(self):
        folder = bindscope.open_run(REFERENCE)

        self.assertEqual(folder.steps, self.run_served.steps)
        self.assertEqual(folder.analyses, self.run_served.analyses)
        self.assertEqual(folder.spec, self.run_served.spec)
        self.assertEqual(folder.analysis("heads-005000").result, self.run_served.analysis("heads-005000").result)
        np.testing.assert_array_equal(folder.metrics()["loss"], self.run_served.metrics()["loss"])

    def test_attention_is_live(self):
        pattern = self.run_served.live(self.program, ["attention", "logits"], step=0)["attention"]["pattern"]

        self.assertEqual((3, 4), pattern.shape[:2])
        self.assertAlmostEqual(1, pattern[0, 0, 26].sum(), 2)

    def test_mistakes_are_said_with_their_place(self):
        for wrong, message in (
            (lambda: self.run_served.ask([self.program, "a=1\nb"]), r"programs\[1\]: line 2, column 2"),
            (lambda: self.run_served.ask(self.program, step=7), "no checkpoint 7; there are 0"),
            (lambda: self.run_served.patch(self.program, Patch("residual.on:1", position=3)), "hint: write a kind and a layer"),
            (lambda: self.run_served.patch(self.program, Patch("residual.in:1", position=300)), "300"),
            (lambda: self.run_served.patch(self.program, []), "1 to 256"),
            (lambda: self.run_served.patch(self.program, Patch("residual.in:1", position=3), source=self.program), "source is the base itself"),
            (lambda: self.run_served.ask("\n".join(["a=1"] * 20) + "\n#a:"), "83 tokens, .* take 27"),
            (lambda: self.run_served.analysis("heads"), "there are heads-005000"),
            (lambda: self.run_served.live(self.program, "logit"), "the parts are logits"),
            (lambda: self.server.run("demo-2"), "shows no run 'demo-2'; there are demo-1"),
            (lambda: Patch("residual.in:1"), "names its token nowhere"),
            (lambda: Zero("mlp.out:1", position=1, role="query"), "names its token twice"),
            (lambda: bindscope.connect("localhost:5000"), "with http://"),
            (lambda: bindscope.connect("http://localhost:1"), "start a server"),
        ):
            with self.subTest(message=message), self.assertRaisesRegex(bindscope.BindscopeError, message):
                wrong()

    def test_a_refusal_has_its_status(self):
        with self.assertRaises(bindscope.ServerError) as refused:
            self.run_served.ask("a")
        self.assertEqual(400, refused.exception.status)

    def test_the_notebook_holds_what_its_cells_print(self):
        path = CLONE / "clients" / "python" / "first-patch.ipynb"
        cells = cells_of(json.loads(path.read_text(encoding="utf-8")))
        self._name_server()
        printed = printed_by(["".join(cell["source"]) for cell in cells], path.parent)

        kept = ["".join("".join(out["text"]) for out in cell["outputs"]) for cell in cells]
        self.assertEqual(kept, printed)
        self.assertIn("6 -> 1 follows", "".join(printed))

    def test_the_page_holds_what_its_code_prints(self):
        self._name_server()
        blocks = code_of(CLONE / "docs" / "python.md")
        printed = printed_by(blocks, CLONE)

        self.assertGreater(len(blocks), 3)
        for block, text in zip(blocks, printed):
            expected = [line.rpartition("# ")[2] for line in block.splitlines() if "print(" in line and "# " in line]
            self.assertEqual(expected, text.splitlines()[: len(expected)])

    def test_code_that_the_pages_copy_runs(self):
        copied = sorted((Path(__file__).parent / "copied").glob("*.py"))
        self.assertEqual(["analysis", "live", "patches"], [one.stem for one in copied])
        said = {}
        for one in copied:
            code = one.read_text(encoding="utf-8").replace("http://localhost:5000/", self.address)
            (said[one.stem],) = printed_by([code], one.parent)

        self.assertIn("groups.cells (6,)", said["analysis"])
        self.assertIn("'cells.newDigitChange'", said["live"])
        self.assertIn("attention ['layers', 'heads', 'pattern']", said["live"])
        self.assertRegex(said["patches"], r"^6 \d changed\n\[0")

    def _name_server(self):
        before = os.environ.get("BINDSCOPE_SERVER")
        os.environ["BINDSCOPE_SERVER"] = self.address
        self.addCleanup(lambda: os.environ.pop("BINDSCOPE_SERVER") if before is None else os.environ.update(BINDSCOPE_SERVER=before))


class FolderOfFilesTest(unittest.TestCase):
    """A folder that a plain web server shows."""

    def test_it_is_read_and_says_that_it_answers_nothing(self):
        run = {"summary": {}, "spec": {}, "environment": None, "checkpoints": [{"step": 5}], "analyses": []}
        files = {"site.json": {"version": "x", "runs": [{"name": "r"}]}, "runs/r/run.json": run}
        with tempfile.TemporaryDirectory() as folder:
            for name, value in files.items():
                path = Path(folder) / "data" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(value))
            handler = partial(_Quiet, directory=folder)
            with ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
                thread = threading.Thread(target=host.serve_forever)
                thread.start()
                try:
                    served = bindscope.connect(f"http://127.0.0.1:{host.server_port}").run("r")
                    self.assertEqual([5], served.steps)
                    with self.assertRaisesRegex(bindscope.ServerError, "exported folder answers no questions"):
                        served.ask("a=1\n#a:")
                finally:
                    host.shutdown()
                    thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format, *args):  # noqa: A002 - the name of the base class
        pass


if __name__ == "__main__":
    unittest.main()
