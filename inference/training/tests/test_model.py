"""The model's arithmetic, the optimiser and the written folder."""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
import unittest
from pathlib import Path

import torch
from torch.nn import functional as F
from transformers import AutoModelForCausalLM

from gloss_training import checkpoints, folder, fp8
from gloss_training.decode import greedy
from gloss_training.experts import _grouped_experts, routed
from gloss_training.loss import head_loss
from gloss_training.model import DeepseekModel
from gloss_training.muon import optimizers, orthogonalise
from gloss_training.replicas import Replicas, _evenly
from gloss_training.sizes import SIZES

CONFIG = dataclasses.replace(SIZES["smoke"], vocab_size=96)


def tiny(mtp: bool = True) -> DeepseekModel:
    """A seeded model with weights large enough to make its choices clear."""
    torch.manual_seed(3)
    model = DeepseekModel(dataclasses.replace(CONFIG, initializer_range=0.2), mtp)
    for router in model.routers():
        router.e_score_correction_bias.normal_(std=0.1)
    return model


class ModelTest(unittest.TestCase):
    """Checks against plain forms of the same thing, and against other implementations where they are installed."""

    def setUp(self) -> None:
        self.ids = torch.randint(0, CONFIG.vocab_size, (2, 21), generator=torch.Generator().manual_seed(1))

    def test_experts_equal_the_plain_sum(self) -> None:
        torch.manual_seed(0)
        x = torch.randn(10, 8, dtype=torch.float64, requires_grad=True)
        experts = torch.stack([torch.randperm(4)[:2] for _ in range(10)])
        weights = torch.rand(10, 2, dtype=torch.float64, requires_grad=True)
        gate_up = torch.randn(4, 12, 8, dtype=torch.float64, requires_grad=True)
        down = torch.randn(4, 8, 6, dtype=torch.float64, requires_grad=True)

        def plain() -> torch.Tensor:
            hidden = torch.einsum("nh,eih->nei", x, gate_up)
            act = F.silu(hidden[..., :6]) * hidden[..., 6:]
            every = torch.einsum("nei,ehi->neh", act, down)
            return (every[torch.arange(10)[:, None], experts] * weights[..., None]).sum(1)

        torch.testing.assert_close(plain(), routed(x, experts, weights, gate_up, down))
        inputs = (x, weights, gate_up, down)
        self.assertTrue(torch.autograd.gradcheck(lambda x, w, g, d: routed(x, experts, w, g, d), inputs))

    def test_grouped_experts_agree_as_far_as_bfloat16_goes(self) -> None:
        torch.manual_seed(0)
        x = torch.randn(40, 32, requires_grad=True)
        experts = torch.stack([torch.randperm(4)[:2] for _ in range(40)])
        weights = torch.rand(40, 2)
        gate_up = torch.randn(4, 32, 32, requires_grad=True)
        down = torch.randn(4, 32, 16, requires_grad=True)
        results = []
        for form in (routed, _grouped_experts):
            y = form(x, experts, weights, gate_up, down)
            results.append((y, *torch.autograd.grad(y.square().sum(), (x, gate_up, down))))
        for one, two in zip(*results, strict=True):
            self.assertLess(float((one - two).detach().norm() / one.detach().norm()), 0.02)

    def test_head_loss_equals_cross_entropy(self) -> None:
        torch.manual_seed(0)
        hidden, head = torch.randn(700, 16, requires_grad=True), torch.randn(50, 16, requires_grad=True)
        targets, weights = torch.randint(0, 50, (700,)), torch.rand(700)
        loss, each = head_loss(hidden, head, targets, weights)
        expected = F.cross_entropy(hidden @ head.T, targets, reduction="none")
        torch.testing.assert_close(expected, each)
        actual = torch.autograd.grad(loss, (hidden, head))
        torch.testing.assert_close(torch.autograd.grad((expected * weights).sum(), (hidden, head)), actual)

    def test_one_token_at_a_time_gives_the_same(self) -> None:
        model = tiny().eval()
        ids = self.ids[0].tolist()
        found = greedy(model, ids, 6)
        for step, token in enumerate(found.tokens):
            logits = model.logits(model(torch.tensor([ids + found.tokens[:step]])))[0, -1]
            self.assertEqual(token, int(logits.argmax()))

    def gradients(self, processes: int, bf16: bool = False) -> list[torch.Tensor]:
        """What two rows, a piece each, leave in the model."""
        model = tiny().train()
        Replicas(model, processes, 20, bf16).losses(self.ids, torch.ones(2, 20), mtp_share=1.0, step=0)
        return [parameter.grad for parameter in model.parameters()]

    def test_drafting_is_shared_out(self) -> None:
        for together in (1, 2):
            counts = [len(_evenly(4, 0.25, step, together)) for step in range(8)]
            self.assertEqual(8, sum(counts))
            self.assertEqual({0}, {count % together for count in counts})

    def test_processes_change_nothing(self) -> None:
        for one, two in zip(self.gradients(1), self.gradients(2), strict=True):
            torch.testing.assert_close(one, two)

    def test_bfloat16_products_are_close(self) -> None:
        for exact, close in zip(self.gradients(1), self.gradients(1, bf16=True), strict=True):
            self.assertLess(float((exact - close).norm()), 0.05 * float(exact.norm()) + 1e-6)

    def test_fp8_keeps_three_bits(self) -> None:
        matrix = torch.randn(300, 200) * torch.logspace(-3, 3, 300)[:, None]
        codes, scale = fp8.quantise(matrix)
        self.assertEqual((3, 2), tuple(scale.shape))
        error = (fp8.expand(codes, scale) - matrix).abs()
        for rows in range(0, 300, 128):
            for columns in range(0, 200, 128):
                block = (slice(rows, rows + 128), slice(columns, columns + 128))
                self.assertLessEqual(float(error[block].max()), float(matrix[block].abs().max()) / 16 / 448 * 256)

    def test_a_folder_reads_back(self) -> None:
        model = tiny().eval()
        with tempfile.TemporaryDirectory() as name:
            for dtype, bound in (("bf16", 0.01), ("fp8", 0.07)):
                folder.write(model, Path(name), dtype)
                again = folder.read(Path(name))
                self.assertIsNotNone(again.mtp)
                for (key, one), two in zip(model.state_dict().items(), again.state_dict().values(), strict=True):
                    self.assertLess(float((one - two).norm()), bound * float(one.norm()) + 1e-9, key)

    def test_transformers_agrees(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder.write(tiny().eval(), Path(name), "bf16")
            other = AutoModelForCausalLM.from_pretrained(name, dtype=torch.float32)
            own = folder.read(Path(name))
            with torch.no_grad():
                torch.testing.assert_close(other(self.ids).logits, own.logits(own(self.ids)), atol=1e-3, rtol=0)

    def test_golden_checkpoints(self) -> None:
        """Set GLOSS_GOLDEN to the folder of the golden models (the engine's test resources have them)."""
        golden = os.environ.get("GLOSS_GOLDEN")
        if not golden:
            self.skipTest("GLOSS_GOLDEN is not set")
        for name in ("v3", "v3-fp8", "v3-tied-new-keys"):
            expected = json.loads((Path(golden) / name / "golden.json").read_text("utf-8"))
            model = folder.read(Path(golden) / name)
            ids = {prompt["name"]: prompt["ids"] for prompt in expected["prompts"]}
            with torch.no_grad():
                for prompt in expected["prompts"]:
                    logits = model.logits(model(torch.tensor([prompt["ids"]])))[0, -1]
                    torch.testing.assert_close(torch.tensor(prompt["last_logits"]), logits, atol=1e-3, rtol=0)
                for mtp in expected.get("mtp", []):
                    hidden = model(torch.tensor([ids[mtp["prompt"]]]))
                    logits = model.logits(model.draft(hidden, torch.tensor([mtp["next_ids"]])))[0, -1]
                    want = torch.tensor(mtp["post_norm"]["last_logits"])
                    torch.testing.assert_close(want, logits, atol=1e-3, rtol=0)

    def test_muon_makes_singular_values_alike(self) -> None:
        torch.manual_seed(0)
        values = torch.linalg.svdvals(orthogonalise(torch.randn(2, 40, 24)))
        self.assertGreater(float(values.min()), 0.5)
        self.assertLess(float(values.max()), 1.5)

    def test_a_checkpoint_goes_on_as_if_nothing_had_happened(self) -> None:
        def steps(model: DeepseekModel, optimisers: list[torch.optim.Optimizer], count: int) -> float:
            for _ in range(count):
                loss, _, _ = model.loss(self.ids, torch.full((2, 20), 1 / 40))
                loss.backward()
                for optimiser in optimisers:
                    optimiser.step()
                    optimiser.zero_grad()
            return float(loss.detach())

        model = tiny().train()
        optimisers = optimizers(model, 1e-2, 1e-2, 0.1)
        first = steps(model, optimisers, 1)
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "checkpoint.pt"
            checkpoints.save(path, model, optimisers, {"step": 2})
            expected = steps(model, optimisers, 2)
            again = DeepseekModel(CONFIG, mtp=True).train()
            others = optimizers(again, 1e-2, 1e-2, 0.1)
            self.assertEqual({"step": 2}, checkpoints.restore(checkpoints.read(path), again, others))
            self.assertEqual(expected, steps(again, others, 2))
        self.assertLess(expected, first)


if __name__ == "__main__":
    unittest.main()
