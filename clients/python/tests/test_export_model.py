"""A model that was exported for transformers, computed from its files alone as GPTNeoXForCausalLM computes it."""

import json
import math
import tempfile
import unittest
from pathlib import Path

import numpy as np

import bindscope

from .program import REFERENCE, ServedTest, run


class NeoX:
    """GPTNeoXForCausalLM's forward pass, in float64, by config.json, model.safetensors and tokenizer.json."""

    def __init__(self, folder):
        self.config = json.loads((folder / "config.json").read_text())
        self.tokenizer = json.loads((folder / "tokenizer.json").read_text())
        self.tensors = {name: value.astype(np.float64) for name, value in bindscope.read_tensors(folder / "model.safetensors").items()}

    def tokens(self, text):
        """One token a character, as the pre-tokenizer splits it."""
        return [self.tokenizer["model"]["vocab"][character] for character in text]

    def logits(self, text):
        """[T, V]."""
        config, x = self.config, self.tensors["gpt_neox.embed_in.weight"][self.tokens(text)]
        assert (config["hidden_act"], config["use_parallel_residual"], config["attention_bias"]) == ("gelu", False, True)
        for layer in range(config["num_hidden_layers"]):
            name = f"gpt_neox.layers.{layer}"
            x = x + self._attention(f"{name}.attention", self._norm(f"{name}.input_layernorm", x))
            hidden = self._linear(f"{name}.mlp.dense_h_to_4h", self._norm(f"{name}.post_attention_layernorm", x))
            x = x + self._linear(f"{name}.mlp.dense_4h_to_h", hidden * 0.5 * (1 + np.vectorize(math.erf)(hidden / math.sqrt(2))))
        return self._norm("gpt_neox.final_layer_norm", x) @ self.tensors["embed_out.weight"].T

    def _attention(self, name, x):
        heads = self.config["num_attention_heads"]
        width = self.config["hidden_size"] // heads
        qkv = self._linear(f"{name}.query_key_value", x).reshape(len(x), heads, 3 * width)
        q, k, v = (part.transpose(1, 0, 2) for part in np.split(qkv, 3, axis=-1))  # [H, T, K]
        scores = self._turned(q) @ self._turned(k).transpose(0, 2, 1) / math.sqrt(width)
        scores[:, ~np.tri(len(x), dtype=bool)] = -np.inf
        pattern = np.exp(scores - scores.max(-1, keepdims=True))
        pattern /= pattern.sum(-1, keepdims=True)
        return self._linear(f"{name}.dense", (pattern @ v).transpose(1, 0, 2).reshape(len(x), -1))

    def _turned(self, x):
        turned = int(x.shape[-1] * self.config["rotary_pct"])
        assert turned == x.shape[-1]
        frequencies = 1 / self.config["rotary_emb_base"] ** (np.arange(0, turned, 2) / turned)
        angles = np.outer(np.arange(x.shape[1]), np.concatenate([frequencies, frequencies]))  # [T, K]
        first, second = np.split(x, 2, axis=-1)
        return x * np.cos(angles) + np.concatenate([-second, first], -1) * np.sin(angles)

    def _norm(self, name, x):
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + self.config["layer_norm_eps"])
        return scaled * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]

    def _linear(self, name, x):
        return x @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]


class ExportModelTest(ServedTest):
    """One run with biases, trained; one without any, of another shape."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        sets = [
            "model.biases=none", "model.initialization.offsetHeads=0", "model.layers=2", "model.heads=3", "model.headWidth=8", "model.width=24",
            "model.mlpWidth=40", "model.ropeBase=30", "data.test=50", "data.validation=10", "training.evaluationPrograms=50", "training.learningRate.warmupSteps=5",
        ]
        run("train", "--preset", "quick", "--steps", "20", "--run", cls.folder / "plain", *(part for one in sets for part in ("--set", one)))
        cls.serves = (REFERENCE, cls.folder / "plain")
        super().setUpClass()

    def test_the_documented_layout_gives_the_same_logits(self):
        for name, path in (("demo-1", REFERENCE), ("plain", self.folder / "plain")):
            out = self.folder / f"{name}-neox"
            run("export-model", "--run", path, "--format", "gpt-neox", "--out", out)
            model, served = NeoX(out), self.server.run(name)
            largest = 0
            for seed in range(5):
                program, _ = served.random_program(seed=seed)
                ours = served.live(program)["logits"]["base"]
                largest = max(largest, np.abs(ours - model.logits(program)[-1, :10]).max())
            self.assertLess(largest, 1e-4, name)
            self.assertGreater(np.ptp(ours), 0.1, name)

    def test_a_checkpoint_of_its_own_is_written_and_a_missing_one_refused(self):
        first = self.folder / "untrained"
        run("export-model", "--run", REFERENCE, "--checkpoint", "0", "--out", first)
        np.testing.assert_array_equal(
            bindscope.open_run(REFERENCE).weights(0)["embedding.weight"], bindscope.read_tensors(first / "model.safetensors")["gpt_neox.embed_in.weight"]
        )
        code, said = run("export-model", "--run", REFERENCE, "--checkpoint", "7", "--out", self.folder / "none", fails=True)
        self.assertEqual(2, code)
        self.assertIn("7", said)
        self.assertFalse((self.folder / "none").exists())


if __name__ == "__main__":
    unittest.main()
