"""Command: writes the model card (README.md) and the loss curve of an exported folder from logs and measurements.

The evaluation tables are filled from the JSON that `gloss eval fim --json` and `gloss eval explain --json` print;
without them from the trainer's guard rails (`evaluate --out`), and the card says so.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from gloss_training import folder
from gloss_training.corpus_build import libraries
from gloss_training.curve import draw, read_log

HEAD = """\
---
license: apache-2.0
---
# The embedded model

A DeepSeek-V3 of {total:.1f} M parameters and {mtp:.1f} M in its multi-token prediction module, trained by this project
from random weights. Hugging Face layout; projections FP8 (E4M3, blocks of 128 x 128), embedding, norms and gates BF16.
`golden.json` holds greedy tokens and logits of the trainer's own forward pass over these very weights in float32, for
the engine's golden test. `../training/README.md` says how the folder is made.

It shows the whole way from a keystroke to a token in one process. It is a very small model that has read little: expect
short, local completions and explanations that are often wrong; point `--model` at a larger one for real work.
"""

DATA = """\
## Data and licences

The source text of {trained} permissively licensed Java libraries (`NOTICE` at the top of the repository lists them with
their licences), cleaned as `../training/README.md` says; nothing else. The weights are under this project's licence.
"""

HERE = Path(__file__).resolve().parent.parent


def last(rows: list[dict[str, Any]], key: str) -> Any:
    """The newest value that was logged under `key`, or none."""
    values = [row[key] for row in rows if row.get(key) is not None]
    return values[-1] if values else None


def figure(value: Any) -> str:
    """A figure that stands alone, or with its 95 % interval."""
    if isinstance(value, dict):
        return f"{value['mean']:.1f} ({value['low']:.1f}-{value['high']:.1f})"
    return f"{value:.1f}"


def fim_table(title: str, fim: dict[str, Any]) -> list[str]:
    """Rows of kind, cases, exact match, edit similarity; below them times and accepted drafts where they were taken."""
    lines = [f"| {title} | cases | exact match % | edit similarity % | first line exact % |", "|---|---|---|---|---|"]
    kinds = fim.get("by_kind", {kind: row for kind, row in fim.items() if isinstance(row, dict)})
    for kind in sorted(kinds, key=lambda kind: [*_ORDER, kind].index(kind)):
        row = kinds[kind]
        first = figure(row["first_line_exact_match"]) if "first_line_exact_match" in row else ""
        exact, similar = figure(row["exact_match"]), figure(row["edit_similarity"])
        lines.append(f"| {kind} | {row['cases']} | {exact} | {similar} | {first} |")
    if "p50_ms" in fim:
        lines += ["", f"{fim['p50_ms']:.0f} ms a case in the median, {fim['p95_ms']:.0f} ms at the 95th percentile;"]
        lines[-1] += f" {fim['acceptance']:.0%} of the drafts of the MTP module were accepted."
    return lines


_ORDER = ["line", "midline", "single-line", "block"]


def explain_table(explain: dict[str, Any]) -> list[str]:
    """One row of what was measured."""
    names = [name for name in ("format_consistency", "bleu4", "rouge_l") if name in explain]
    values = [figure(explain.get("intervals", {}).get(name, explain[name])) for name in names]
    return [
        "| explanations | one thought and one answer % | BLEU-4 | ROUGE-L |",
        "|---|---|---|---|",
        f"| {explain['cases']} cases | " + " | ".join(values) + " |",
    ]


# Percent of the single lines that n-grams alone write exactly.
FLOOR_EXACT = 11.6

FLOORS = """\
For comparison, without any network on the same cases: copying what followed the longest earlier occurrence of the
context in the file reaches 10.6 exact and 47.3 similar on single lines (line 7.2 and 48.6, midline 14.0 and 45.9),
n-grams of the file and of 120 MB of the training text 11.6 and 47.3 (line 6.8 and 45.1, midline 16.4 and 49.5).
"""


def card(model: Path, work: Path, runs: list[str], results: dict[str, Any], source: str) -> str:
    """The text of the card."""
    parsed = folder.read(model)
    config = parsed.config
    logs = [read_log(work, run) for run in runs]
    rows = logs[-1]
    mtp = sum(parameter.numel() for parameter in parsed.mtp.parameters()) if parsed.mtp else 0
    total = sum(parameter.numel() for parameter in parsed.parameters()) - mtp
    trained = sum(library.split == "train" for library in libraries(HERE / "coordinates.txt"))
    tokens, seconds = last(rows, "tokens"), last(rows, "seconds")
    seen = f"{tokens / 1e6:.1f} M in {seconds / 60:.0f} minutes of training"
    if (earlier := logs[0][0]["tokens"]) > 1e6:
        seen += f", the first {earlier / 1e6:.1f} M of them by the release that this one started from"
    settings = [
        (
            "layers, hidden size, heads",
            f"{config.num_hidden_layers}, {config.hidden_size}, {config.num_attention_heads}",
        ),
        (
            "experts: routed, per token, shared",
            f"{config.n_routed_experts}, {config.num_experts_per_tok}, {config.n_shared_experts}",
        ),
        ("vocabulary, context", f"{config.vocab_size}, {config.max_position_embeddings}"),
        ("fill in the middle", "suffix, prefix, middle (`fim_order` in `config.json`)"),
        ("tokens seen", seen),
        (
            "validation loss, nats a token",
            f"context {last(rows, 'valid_context')}, middle {last(rows, 'valid_middle')}",
        ),
        ("load of the busiest expert over the mean", f"{last(rows, 'max_load')}"),
        ("optimiser", f"Muon 3e-3, AdamW 3e-3, weight decay 0.1; constant, then linear to 0 (run `{runs[-1]}`)"),
    ]
    lines = [HEAD.format(total=total / 1e6, mtp=mtp / 1e6), "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in settings]
    lines += ["", "![Loss](loss.png)", "", "## Quality", ""]
    lines += [f"On six libraries that were never trained on, measured by {source}; with 95 % intervals.", ""]
    lines += [
        "Every hole is asked for as by a key: nothing is held back, and the text may not end before it has begun.",
        "The share of n-grams (0.4) was chosen on a quarter of the single-line cases.",
        "",
    ]
    for key, title in TABLES.items():
        lines += [*fim_table(title, results[key]), ""] if key in results else []
    lines += [FLOORS]
    if "fim_plain" in results:
        alone, millions = results["fim_plain"]["exact_match"], tokens / 1e6
        if alone < FLOOR_EXACT:
            lines += [
                f"The model alone writes fewer of them exactly, {alone:.1f} after {millions:.1f} M tokens: all that the"
            ]
            lines += [
                "cores at hand could read in the time there was. More training is the remedy, not a larger model.",
                "",
            ]
    lines += [*explain_table(results["explain"]), ""] if "explain" in results else []
    if "memorised" in results:
        known = results["memorised"]
        lines += [
            f"Given 200 characters of its training text at {known['probes']} places, it wrote the next 300 verbatim in"
        ]
        lines += [f"{known['verbatim']:.1f} % of them.", ""]
    return "\n".join(lines) + "\n" + DATA.format(trained=trained)


TABLES = {
    "fim": "with the n-grams of the file mixed in, as in the editor",
    "fim_plain": "the model alone",
}


def main() -> None:
    """Writes README.md and loss.png into the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="exported folder")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--runs", nargs="+", default=["stable", "release"], help="in order; the last is the release")
    parser.add_argument("--guard", type=Path, help="JSON of the module evaluate")
    parser.add_argument("--eval-fim", type=Path, help="JSON of gloss eval fim")
    parser.add_argument("--eval-fim-plain", type=Path, help="JSON of gloss eval fim --ngram-weight 0")
    parser.add_argument("--eval-explain", type=Path, help="JSON of gloss eval explain")
    options = parser.parse_args()
    results = json.loads(options.guard.read_text("utf-8")) if options.guard else {}
    source = "the trainer's own greedy decoding"
    measured = {"fim": options.eval_fim, "fim_plain": options.eval_fim_plain, "explain": options.eval_explain}
    for name, path in measured.items():
        if path:
            results[name] = json.loads(path.read_text("utf-8"))
            source = "`gloss eval`"
    draw(options.work, options.runs, options.model / "loss.png")
    text = card(options.model, options.work, options.runs, results, source)
    (options.model / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
