"""The page about own models, built from its text."""

import json
import subprocess
import tempfile
import unittest
from collections import Counter
from pathlib import Path

from .code_cells import code_of, printed_by
from .program import CLONE, _PROGRAM


class OwnModelsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "bindscope").symlink_to(_PROGRAM)

    def bindscope(self, *arguments):
        """Runs a command in the folder in which the page's code ran."""
        return subprocess.run(["./bindscope", *arguments], cwd=self.folder, capture_output=True, text=True, check=False)

    def test_the_model_of_the_page_says_the_commonest_digit(self):
        printed = printed_by(code_of(CLONE / "docs" / "own-models.md"), self.folder)
        self.assertEqual("7 False\n1 True\n", printed[-1])

        generated = self.bindscope("generate", "--run", "runs/commonest", "--count", "200", "--json").stdout
        asked = subprocess.run(
            ["./bindscope", "ask", "--run", "runs/commonest", "-", "--json"], cwd=self.folder, input=generated, capture_output=True, text=True, check=True
        ).stdout.splitlines()
        told = 0
        for line in map(json.loads, asked):
            counts = Counter(character for character in line["program"] if character.isdigit()).most_common(2)
            if len(counts) == 1 or counts[0][1] > counts[1][1]:
                self.assertEqual(counts[0][0], line["answer"], line["program"])
                told += 1
        self.assertGreater(told, 40)

    def test_commands_take_it(self):
        printed_by(code_of(CLONE / "docs" / "own-models.md"), self.folder)
        for command in (["eval", "--programs", "100"], ["patch", "residual", "--programs", "5"], ["heads", "--programs", "10"]):
            done = self.bindscope(*command, "--run", "runs/commonest")
            self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("no checksums", self.bindscope("eval", "--programs", "100", "--run", "runs/commonest").stderr)

    def test_what_is_refused_is_named_as_the_page_says(self):
        blocks = code_of(CLONE / "docs" / "own-models.md")
        printed_by(blocks, self.folder)
        spec = self.folder / "runs/commonest/spec.json"
        for field, value, message in (
            ("layers", 2, "of another model than spec.json: tensor 'layers.2."),
            ("mlpWidth", 8, "of another model than spec.json: tensor 'layers.1.mlp.input.weight'"),
            ("vocabulary", 50, "model.vocabulary is 50, but the language has 40 tokens"),
        ):
            content = json.loads(spec.read_text())
            before = content["preset"]["model"][field]
            content["preset"]["model"][field] = value
            spec.write_text(json.dumps(content))
            done = self.bindscope("eval", "--run", "runs/commonest")
            self.assertEqual(3, done.returncode)
            self.assertIn(message, done.stderr)
            content["preset"]["model"][field] = before
            spec.write_text(json.dumps(content))


if __name__ == "__main__":
    unittest.main()
