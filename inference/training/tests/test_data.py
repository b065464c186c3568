"""Tokenizer, holes and rows."""

from __future__ import annotations

import random
import tempfile
import unittest
from pathlib import Path

import numpy as np
from jinja2 import Environment

from gloss_training.corpus import Corpus
from gloss_training.examples import Recipe, RowMaker
from gloss_training.explain import Layout, rows, shortened
from gloss_training.holes import Lines
from gloss_training.prompts import INSTRUCTION, PromptMaker
from gloss_training.shards import Shards, write
from gloss_training.tokenizer import CHAT_TEMPLATE
from tests import samples


class DataTest(unittest.TestCase):
    """Everything from text to rows."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        samples.write_corpus(cls.folder)
        cls.corpus = Corpus(cls.folder, "train")
        cls.tokenizer = samples.trained(cls.folder)
        cls.maker = PromptMaker(cls.tokenizer)

    def test_every_text_survives_the_tokenizer(self) -> None:
        for text in ("int x = 1234567;\n\n", "\tGrüß Gott, 世界 🙂\r\n", "a  b   \n", "<think>"):
            self.assertEqual(text, self.tokenizer.decode(self.maker.encode(text), skip_special_tokens=False))

    def test_holes_are_code(self) -> None:
        text = "package a;\n// note\n/* int x; */\nimport b;\n\n    int y = f(1);\n}\n"
        lines = Lines(text)
        self.assertEqual(["int y = f(1);"], [text[slice(*lines.spans[line])] for line in lines.code])

    def test_blocks_are_balanced(self) -> None:
        text = self.corpus.document(0)
        rng = random.Random(3)
        kinds = set()
        for _ in range(400):
            hole = Lines(text).hole(rng)
            if hole is None:
                continue
            middle = text[hole.start : hole.end]
            kinds.add(hole.kind)
            self.assertGreater(len(middle), 0)
            if hole.kind in ("line", "midline", "word"):
                self.assertNotIn("\n", middle)
                self.assertEqual("\n", text[hole.end])
            if hole.kind == "block":
                self.assertIn("\n", middle)
                self.assertEqual(middle.count("{"), middle.count("}"))
        self.assertEqual({"line", "midline", "word", "block", "span"}, kinds)

    def test_a_row_is_a_prompt_and_its_middle(self) -> None:
        recipe = Recipe(tokens=256, fim_share=1.0)
        maker = RowMaker(self.corpus, self.tokenizer, recipe, seed=5)
        ids = maker.ids
        for _ in range(30):
            row, weights, middles = maker.row()
            self.assertEqual((257, 256), (len(row), len(weights)))
            for start, end in middles:
                before = row[:start].tolist()
                begin, end_of_suffix = (len(before) - 1 - before[::-1].index(i) for i in (ids.fim_begin, ids.fim_end))
                self.assertEqual(ids.fim_hole, before[begin + 1], "the suffix comes first")
                prefix = self.tokenizer.decode(before[end_of_suffix + 1 :], skip_special_tokens=False)
                middle = self.tokenizer.decode(row[start : end - 1].tolist(), skip_special_tokens=False)
                documents = (self.corpus.document(number) for number in range(len(self.corpus)))
                self.assertTrue(any(prefix + middle in document for document in documents), "the middle goes on there")
                self.assertEqual(ids.eos, row[end - 1])
                self.assertTrue((weights[start - 1 : end - 1] == 8 * recipe.middle_weight).all())
            self.assertTrue((weights[row[1:] == ids.pad] == 0).all())

    def test_rows_depend_on_the_seed_alone(self) -> None:
        first, second = (RowMaker(self.corpus, self.tokenizer, Recipe(64), seed=9).row()[0] for _ in range(2))
        np.testing.assert_array_equal(first, second)

    def test_prompts_are_cut_at_lines(self) -> None:
        prefix = self.maker.encode("first();\nsecond();\nthird();\n  x = ")
        cut = self.maker.tail(prefix, len(prefix) - 1)
        self.assertEqual("second();\nthird();\n  x = ", self.tokenizer.decode(cut))
        suffix = self.maker.encode(";\n}\nvoid f() {}\n")
        self.assertEqual(";\n}\n", self.tokenizer.decode(self.maker.head(suffix, len(suffix) - 1)))
        ids = self.maker.ids
        fim = self.maker.fim(prefix, suffix, 4 + len(prefix) + len(suffix))
        self.assertEqual([ids.bos, ids.fim_begin, ids.fim_hole], fim[:3])
        self.assertLessEqual(fim.index(ids.fim_end) - 3, (len(prefix) + len(suffix)) // 4)
        self.assertEqual(prefix, fim[fim.index(ids.fim_end) + 1 :])

    def test_explanations_are_never_cut(self) -> None:
        long = "int f() {\n" + "    call();\n" * 200 + "}"
        chosen = [(INSTRUCTION, "int f() {\n    return 1;\n}", "Returns 1.", "Returns one.")] * 5
        packed, weights = rows(self.maker, [*chosen, (INSTRUCTION, long, "t", "a")], Layout(200))
        ids = self.maker.ids
        self.assertEqual(5, int((packed == ids.eos).sum()))
        self.assertEqual(5, int((packed == ids.think).sum()))
        self.assertTrue((weights[packed[:, 1:] == ids.eos] == 48).all())
        self.assertEqual("Calls a, b. Returns c.", shortened("Calls a, b, c, d. Returns c.", 2))

    def test_prompt_of_an_explanation_is_what_the_template_renders(self) -> None:
        code = "int f() {}"
        rendered = Environment().from_string(CHAT_TEMPLATE).render(
            messages=[{"role": "user", "content": f"{INSTRUCTION}\n{code}"}],
            bos_token="<｜begin▁of▁sentence｜>",
            add_generation_prompt=True,
        )  # fmt: skip
        self.assertEqual(rendered, self.tokenizer.decode(self.maker.question(code), skip_special_tokens=False))

    def test_shards_repeat_endlessly(self) -> None:
        ids = np.arange(15, dtype=np.uint16).reshape(5, 3)
        write(self.folder / "some" / "2-00-0000", ids[:2], np.ones((2, 2), np.uint8))
        write(self.folder / "some" / "2-00-0001", ids[2:], np.ones((3, 2), np.uint8))
        found, weights = Shards(self.folder / "some", 2).batch(position=9, rows=4)
        np.testing.assert_array_equal(ids[[4, 0, 1, 2]], found)
        self.assertEqual((4, 2), weights.shape)


if __name__ == "__main__":
    unittest.main()
