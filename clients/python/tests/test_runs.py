import hashlib
import json
import shutil
import struct
import tempfile
import unittest
from pathlib import Path

import numpy as np

import bindscope

from .program import REFERENCE


class RunsTest(unittest.TestCase):
    def setUp(self):
        self.run_ = bindscope.open_run(REFERENCE)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def copy(self, *parts):
        """A run of some parts of the reference."""
        shutil.copy(REFERENCE / "spec.json", self.folder)
        for part in parts:
            one = REFERENCE / part
            (shutil.copytree if one.is_dir() else shutil.copy)(one, self.folder / part)
        return bindscope.open_run(self.folder)

    def test_weights_have_the_shapes_of_the_model(self):
        model = self.run_.spec["preset"]["model"]
        weights = self.run_.weights()
        rows = 3 * model["heads"] * model["headWidth"]

        self.assertEqual((rows, model["width"]), weights["layers.1.attention.qkv.weight"].shape)
        self.assertEqual(model["parameterCount"], sum(one.size for one in weights.values()))
        self.assertTrue(all(one.dtype == np.float32 for one in weights.values()))
        self.assertFalse(np.array_equal(weights["embedding.weight"], self.run_.weights(0)["embedding.weight"]))

    def test_metrics_add_up(self):
        metrics = self.run_.metrics()

        np.testing.assert_array_equal(metrics["n"], metrics["predictions"].sum(1) + metrics["nonDigit"])
        np.testing.assert_allclose(metrics["accuracy"], metrics["byHops.correct"].sum(1) / metrics["n"], atol=1e-12)

    def test_a_line_that_is_not_whole_is_left_out_and_a_damaged_one_is_named(self):
        run = self.copy("metrics.jsonl")
        path = self.folder / "metrics.jsonl"
        whole = path.read_text()
        path.write_text(whole + '{"step":99')
        self.assertEqual(whole.count("\n"), len(run.metrics()["step"]))

        path.write_text("{\n" + whole)
        with self.assertRaisesRegex(bindscope.BindscopeError, "line 1 is not JSON"):
            run.metrics()

    def test_every_analysis_is_read_plain_or_compressed(self):
        for name in self.run_.analyses:
            analysis = self.run_.analysis(name)
            self.assertIsInstance(analysis.result["format"], int, name)
            self.assertEqual(analysis.result["format"], analysis.arrays["format"])

        cells = self.run_.analysis("patch-residual-005000").arrays["groups.cells"][0]
        self.assertEqual("rhs:1", cells["role"][cells["success.value"].argmax()])

    def test_what_is_not_there_is_named_with_what_is(self):
        with self.assertRaisesRegex(bindscope.BindscopeError, "no checkpoint 7; there are 0, 100"):
            self.run_.weights(7)
        with self.assertRaisesRegex(bindscope.BindscopeError, "patch-residual-005000"):
            self.run_.analysis("patch-residual")
        with self.assertRaisesRegex(bindscope.BindscopeError, "no spec.json"):
            bindscope.open_run(self.folder)
        with self.assertRaisesRegex(bindscope.BindscopeError, "no checkpoints"):
            self.copy().weights()

    def test_damaged_weights_are_refused(self):
        run = self.copy("checkpoints")
        meta = self.folder / "checkpoints" / "000000" / "meta.json"
        meta.write_text(json.dumps({"checksums": {"weights": "of another file"}}))
        with self.assertRaisesRegex(bindscope.BindscopeError, "000000.*not the file that training wrote"):
            run.weights(0)
        meta.write_text(json.dumps({"checksums": {"weights": hashlib.sha256((meta.parent / "weights.safetensors").read_bytes()).hexdigest()}}))
        self.assertEqual((40, 64), run.weights(0)["embedding.weight"].shape)

        with self.assertRaisesRegex(bindscope.BindscopeError, "no whole safetensors file"):
            bindscope.read_tensors(self._written((meta.parent / "weights.safetensors").read_bytes()[:-8]))
        with self.assertRaisesRegex(bindscope.BindscopeError, "no whole safetensors file"):
            bindscope.read_tensors(self._written(b"\xff" * 20))

    def test_tensors_come_back_and_16_bits_are_widened(self):
        values = {"b": np.arange(6, dtype=np.float32).reshape(2, 3), "a": np.array([1.5], dtype=np.float32)}
        path = self.folder / "x.safetensors"
        bindscope.write_tensors(path, values, {"note": "x"})
        read = bindscope.read_tensors(path)
        self.assertEqual(set(values), set(read))
        path.write_bytes(path.read_bytes().replace(b'"b": {"dtype": "F32", "shape": [2, 3]', b'"b": {"dtype": "F32", "shape": [3, 2]'))
        with self.assertRaisesRegex(bindscope.BindscopeError, "checksum differs"):
            bindscope.read_tensors(path)
        for name, value in values.items():
            np.testing.assert_array_equal(value, read[name])

        header = json.dumps({"h": {"dtype": "F16", "shape": [1], "data_offsets": [0, 2]}, "g": {"dtype": "BF16", "shape": [1], "data_offsets": [2, 4]}}).encode()
        halves = bindscope.read_tensors(self._written(struct.pack("<Q", len(header)) + header + np.float16(0.1).tobytes() + b"\xc0\x3f"))
        self.assertEqual((np.float32(np.float16(0.1)), np.float32(1.5)), (halves["h"][0], halves["g"][0]))

    def _written(self, data):
        path = self.folder / "odd.safetensors"
        path.write_bytes(data)
        return path


if __name__ == "__main__":
    unittest.main()
