#!/usr/bin/env python3
"""Measures how fast Gloss is with `gloss bench` and writes docs/performance.md from the figures.

    docs/measure/performance.py PART... [--llama PACKAGE] [--file NAME=FILE ...]
    docs/measure/performance.py         # writes the page again from docs/measure/performance.json

The parts can be measured one at a time, in any order:

    machine    what the machine can do: reads memory, computes in float32 and in bytes
    products   products of a written token by type of weights, from memory and from the caches
    shapes     models of random weights in the shapes of published ones
    ways       a prompt read without machine code, and with weights that are not quantized
    caches     key-value caches of every type, far behind the beginning of a text
    drafts     what drafting gains with each FILE, and with the first one drafting for the last;
               wants --file, the smallest first
    files      each FILE beside llama.cpp, by turns; wants --file, and --llama with the folder of
               its npm package (npm install node-llama-cpp@3.21.1, then node_modules/node-llama-cpp)

What was measured is kept in docs/measure/performance.json, with the machine and how busy it was.
Figures hold for an idle machine: everything is the best of some rounds, shares are of what the
machine did in the same rounds.
"""

import argparse
import json
import math
import os
import shlex
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

import models

HOME = Path(__file__).resolve().parents[2]
DOCS = HOME / "docs"
FIGURES = DOCS / "measure" / "performance.json"
PAGE = DOCS / "performance.md"

# The share of the read bandwidth that products of a written token should reach.
TARGETS = {
    "F32": 0.90, "F16": 0.90, "BF16": 0.90, "F8_E4M3": 0.80, "Q8_0": 0.80,
    "Q4_0": 0.65, "Q4_1": 0.65, "Q4_K": 0.65, "Q5_0": 0.55, "Q5_1": 0.55,
    "Q5_K": 0.50, "Q6_K": 0.50,
}  # fmt: skip

SHAPES = [
    "gloss-small:F8_E4M3",
    "qwen2.5-coder-0.5b:Q4_K_M",
    "qwen2.5-coder-1.5b:Q4_K_M",
    "qwen2.5-coder-1.5b:Q8_0",
    "qwen2.5-coder-1.5b:F8_E4M3",
    "qwen2.5-coder-1.5b:BF16",
    "deepseek-coder-v2-lite:Q4_0",
    "deepseek-coder-v2-lite:Q4_K_M",
    "deepseek-v3:Q4_0:4",
]

# The depth where the usual one exceeds the context.
SHALLOWER = {"gloss-small": 1024}

# What else is measured of reading a prompt.
WAYS = {
    "F32": ["--shape", "qwen2.5-coder-0.5b", "--type", "F32"],
    "Q4_K_M by the Vector API": ["--shape", "qwen2.5-coder-1.5b", "--kernels", "vector"],
}

# Types of the key-value cache (BF16 costs what F16 does), in which shapes they are measured, and behind how many tokens.
CACHE_TYPES = ["f32", "f16", "q8_0"]
CACHE_SHAPES = ["qwen2.5-coder-1.5b", "deepseek-coder-v2-lite"]
CACHE_DEPTH = 8192

# Faster than memory by so much, products from the caches are not what bounds them.
CLEARLY = 1.15

BLUE, ORANGE, GREY = "#1f6feb", "#d9730d", "#999"


def circumstances():
    """Where and when something is measured, and how much wanted to compute just before."""
    return {"machine": models.machine(), "day": date.today().isoformat(), "load": round(os.getloadavg()[0], 1)}


def run(command):
    """The JSON document that a command prints."""
    print("measuring:", shlex.join(map(str, command)), file=sys.stderr)
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(map(str, command))}: {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def gloss(options, *arguments):
    return run([*shlex.split(options.gloss), "bench", *arguments, "--json", "--threads", options.threads])


def measure_machine(options, figures):
    figures["machine"] = circumstances() | gloss(options, "machine")


def measure_products(options, figures):
    here = circumstances()
    memory = gloss(options, "products", "--mib", options.mib)
    cached = gloss(options, "products", "--mib", 1, "--rounds", 60)
    for product, fast in zip(memory["products"], cached["products"]):
        product["cached_gb_s"] = fast["gb_s"]
    figures["products"] = here | memory


def measure_shapes(options, figures):
    for wanted in options.shape or SHAPES:
        name, kind, *layers = wanted.split(":")
        cut = ["--layers", layers[0]] if layers else []
        here = circumstances()
        depth = SHALLOWER.get(name, options.depth)
        bench = gloss(options, "--shape", name, "--type", kind, *cut, "--depth", depth)
        figures.setdefault("shapes", {})[wanted] = here | bench
        save(figures)


def measure_ways(options, figures):
    for name, arguments in WAYS.items():
        here = circumstances()
        bench = gloss(options, *arguments, "--rounds", 2)
        figures.setdefault("ways", {})[name] = here | bench
        save(figures)


def measure_caches(options, figures):
    for name in CACHE_SHAPES:
        for kind in CACHE_TYPES:
            here = circumstances()
            bench = gloss(
                options, "--shape", name, "--cache-type", kind, "--depth", CACHE_DEPTH, "--rounds", 1,
            )  # fmt: skip
            figures.setdefault("caches", {}).setdefault(name, {})[kind] = here | bench
            save(figures)


def measure_drafts(options, figures):
    if not options.file:
        sys.exit("drafts: expected --file NAME=FILE")
    named = [each.partition("=")[::2] for each in options.file]
    runs = {name: ["--model", file] for name, file in named}
    if len(named) > 1:
        (small, small_file), (large, large_file) = named[0], named[-1]
        runs[f"{large}, {small} drafts"] = [
            "--model", large_file, "--draft-model", small_file, "--speculative", "draft-model",
        ]  # fmt: skip
    for name, arguments in runs.items():
        here = circumstances()
        bench = gloss(options, "drafts", *arguments, "--rounds", 3, "--max-tokens", 96)
        figures.setdefault("drafts", {})[name] = here | bench
        save(figures)


def measure_files(options, figures):
    """Gloss and llama.cpp by turns, each a process of its own with rounds of its own."""
    if not options.file or not options.llama:
        sys.exit("files: expected --file NAME=FILE and --llama PACKAGE")
    script = Path(__file__).with_name("llama.mjs")
    for named in options.file:
        name, _, file = named.partition("=")
        here = circumstances()
        turns = []
        for _ in range(options.turns):
            ours = gloss(options, "--model", file, "--roofline", "--depth", options.depth)
            theirs = run(["node", script, options.llama, file, "--threads", options.threads])
            deep = run(
                ["node", script, options.llama, file, "--threads", options.threads]
                + ["--depth", options.depth, "--rounds", 2]
            )
            theirs["deep_tokens_per_second"] = deep["decode_tokens_per_second"]
            turns.append({"gloss": ours, "llama": theirs})
        figures.setdefault("files", {})[name] = here | {"turns": turns}
        save(figures)


MEASURES = {
    "machine": measure_machine,
    "products": measure_products,
    "shapes": measure_shapes,
    "ways": measure_ways,
    "caches": measure_caches,
    "drafts": measure_drafts,
    "files": measure_files,
}


def save(figures):
    FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


def where(measured):
    """A sentence about where figures are from."""
    load = measured["load"]
    return (
        f"Measured on {measured['machine']}, {measured['day']}"
        + (f" (load {load} in the minute before it, what was measured then included)" if load > 0.5 else "")
        + "."
    )


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def percent(share):
    return f"{100 * share:.0f} %"


def bound(product):
    """What keeps a product from the target."""
    cached, read = product["cached_gb_s"], product["read_gb_s"]
    if cached < CLEARLY * read:
        return f"computing: no more than {cached:.1f} GB/s from the caches"
    return f"memory: {cached:.1f} GB/s from the caches"


def missed(product):
    target = TARGETS.get(product["type"])
    if target is None:
        return "none", ""
    gap = product["share"] - target
    return f"{target:.2f}", "reached" if gap >= 0 else f"**missed by {-gap:.2f}**"


def products_part(measured):
    rows = []
    for product in measured["products"]:
        target, verdict = missed(product)
        rows.append([
            product["type"],
            f"{product['packed_bits']:.2f}",
            f"{product['gb_s']:.1f}",
            f"{product['read_gb_s']:.1f}",
            f"{product['share']:.2f}",
            target,
            verdict,
            bound(product),
        ])  # fmt: skip
    head = ["type", "bits a weight", "GB/s", "plain read", "share", "target", "", "bound by"]
    (DOCS / "performance-products.svg").write_text(products_picture(measured), encoding="utf-8")
    return f"""## Products of a written token

Each token that is written multiplies one row of activations with all weights, so that memory is what bounds it at best. A pass multiplies with
{measured["products"][0]["bytes"] / 2**20:,.0f} MiB of weights, a matrix of 8192 x 2048 after another, by {measured["threads"]} threads ({measured["kernels"]}); between passes the same threads
read as much memory and do nothing with it. The share is the median of the passes; *from the caches* is the same with a megabyte of weights.

{where(measured)}

{table(head, rows)}

![Shares of the read bandwidth by type, with targets](performance-products.svg)
"""


def products_picture(measured):
    """Bars of shares, their targets as lines across them."""
    left, width, height, top = 70, 420, 18, 34
    products = measured["products"]
    scale = width / 1.1
    bottom = top + height * len(products)
    parts = begin(left + width + 20, bottom + 40, "Share of the read bandwidth, and targets")
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x = left + tick * scale
        parts.append(f'<path d="M{x:.0f} {top}V{bottom}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.0f}" y="{bottom + 16}" text-anchor="middle">{tick:.2f}</text>')
    for i, product in enumerate(products):
        y = top + i * height
        share, target = product["share"], TARGETS.get(product["type"], 0)
        colour = BLUE if share >= target else ORANGE
        bar = min(share, 1.1) * scale
        parts.append(f'<text x="{left - 6}" y="{y + 13}" text-anchor="end">{product["type"]}</text>')
        parts.append(
            f'<rect x="{left}" y="{y + 3}" width="{bar:.1f}" height="{height - 6}" fill="{colour}">'
            f"<title>{share:.2f} of {product['read_gb_s']:.1f} GB/s</title></rect>"
        )
        x = left + target * scale
        parts.append(f'<path d="M{x:.1f} {y + 1}V{y + height - 1}" stroke="#000" stroke-width="2"/>')
    return "\n".join(parts) + "</svg>\n"


def begin(width, height, title):
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
        ' font-size="11">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="12" y="18" font-size="13">{title}</text>',
    ]


def machine_part(measured):
    bytes_too = (
        f" and {measured['byte_gops']:,.0f} Gop/s in bytes (by {measured['byte_instructions']}, of which products with"
        " quantized weights are made)"
        if measured["byte_gops"]
        else ""
    )
    return f"""## The machine

{where(measured)} By {measured["threads"]} threads it reads {measured["read_gb_s"]:.1f} GB/s (of {measured["bytes"] / 2**30:.0f} GiB, in order) and
computes {measured["float_gflops"]:,.0f} GFLOP/s in float32 (fused multiply-adds){bytes_too}. A byte from memory costs as much time as
{measured["float_gflops"] / measured["read_gb_s"]:.1f} operations in float32.
"""


def decode_cells(decode):
    return [
        f"{decode['tokens_per_second']:.1f}",
        f"{decode['bytes_per_token'] / 1e6:,.0f} MB",
        f"{decode['gb_s']:.1f} GB/s, {percent(decode['read_share'])}",
    ]


def shape_row(bench, depth):
    shallow, deep = bench["decodes"][0], bench["decodes"][-1]
    behind = f" (behind {deep['depth']:,})" if deep["depth"] != depth else ""
    per_token = shallow["gflops"] / shallow["tokens_per_second"]
    return [
        bench["model"],
        f"{per_token:.2f}",
        *decode_cells(shallow),
        f"{deep['tokens_per_second']:.1f}, {percent(deep['read_share'])}{behind}",
        f"{bench['prefill_tokens_per_second']:,.0f}",
        f"{bench['prefill_gflops']:,.0f} GFLOP/s, {percent(bench['prefill_float_share'])}",
        f"{bench['drafted_step']:.2f}" if bench.get("drafted_step") else "-",
    ]


def shapes_part(shapes):
    points = []
    for bench in shapes.values():
        points.append((bench["model"], bench))
    (DOCS / "performance-roofline.svg").write_text(roofline_picture(points), encoding="utf-8")
    depth = max(bench["decodes"][-1]["depth"] for bench in shapes.values())
    tokens = next(iter(shapes.values()))["prompt_tokens"]
    head = [
        "shape", "GFLOP a token", "writes, tokens/s", "reads of memory a token", "share of the read bandwidth",
        f"writes behind {depth:,} tokens", f"reads {tokens} tokens, tokens/s", "share of the float32 peak",
        "a step with a draft",
    ]  # fmt: skip
    busiest = max(shapes.values(), key=lambda bench: bench["load"])
    return f"""## Shapes

Random weights in the shapes of published models; the engine runs them as it runs files. The machine was measured in the same rounds, so shares hold
also where the machine was not the same each time. Bytes are of weights as files store them and of the cache; operations are two for each weight that a
token uses. Products with quantized weights are computed in bytes, so that reading a prompt may exceed the float32 peak. *A step with a draft* verifies
a token of the Multi-Token Prediction module and makes the next one, in plain steps; each row has experts of its own, so that it reads more weights.

{where(busiest)}

{table(head, [shape_row(bench, depth) for bench in shapes.values()])}

![Operations a second over operations a byte](performance-roofline.svg)
"""


def caches_part(caches):
    rows = []
    for name, kinds in caches.items():
        plain = kinds[CACHE_TYPES[0]]
        for kind, bench in kinds.items():
            shallow, deep = bench["decodes"][0], bench["decodes"][-1]
            per_token = (deep["bytes_per_token"] - shallow["bytes_per_token"]) / deep["depth"]
            rows.append([
                name,
                kind.upper(),
                f"{per_token / 1024:.1f} KiB",
                f"{shallow['tokens_per_second']:.1f}",
                f"{deep['tokens_per_second']:.1f}",
                f"{deep['tokens_per_second'] / shallow['tokens_per_second']:.2f}",
                f"{deep['tokens_per_second'] / plain['decodes'][-1]['tokens_per_second']:.2f}",
            ])  # fmt: skip
    head = [
        "shape", "type", "a token takes", "writes, tokens/s", f"writes behind {CACHE_DEPTH:,}", "of that behind none",
        "of that with F32",
    ]  # fmt: skip
    busiest = max((bench for kinds in caches.values() for bench in kinds.values()), key=lambda bench: bench["load"])
    return f"""## Key-value caches

Weights in Q4_K_M; the cache's type is `--cache-type`, or `cacheType` in the settings. Numbers are rounded once, when a token is read or written, and
widened a page at a time for each use.

{where(busiest)}

{table(head, rows)}
"""


def drafts_part(drafts):
    rows = []
    for name, bench in drafts.items():
        for gain in bench["kinds"]:
            rows.append([
                name,
                gain["kind"],
                f"{gain['ratio']:.2f}",
                f"{gain['plain_tokens_per_second']:.1f}",
                f"{gain['drafted_tokens_per_second']:.1f}",
                f"{gain['accepted']} of {gain['drafted']}",
            ])  # fmt: skip
    head = ["file", "text", "times as fast", "tokens/s without", "with drafts", "drafts right"]
    busiest = max(drafts.values(), key=lambda bench: bench["load"])
    return f"""## Drafts

The same text written without and with drafts, by turns (`gloss bench drafts`): code that repeats itself, an edit that renames, and code that is new. Where a model is not named as
drafting, whoever is measured to gain drafts (`auto`).

{where(busiest)}

{table(head, rows)}
"""


def targets(figures):
    """What was to be reached: words, the target, whether more is better, the figure."""
    shapes, ways, files = figures.get("shapes", {}), figures.get("ways", {}), figures.get("files", {})
    lite = figures.get("caches", {}).get("deepseek-coder-v2-lite", {}).get("f32")
    for name, target in (
        ("qwen2.5-coder-1.5b:Q8_0", 0.70), ("qwen2.5-coder-1.5b:Q4_K_M", 0.55), ("deepseek-coder-v2-lite:Q4_K_M", 0.55),
    ):  # fmt: skip
        if name in shapes:
            share = shapes[name]["decodes"][0]["read_share"]
            yield f"writing, {shapes[name]['model']}: share of the read bandwidth", target, True, share
    if lite:
        shallow, deep = lite["decodes"][0], lite["decodes"][-1]
        ratio = deep["tokens_per_second"] / shallow["tokens_per_second"]
        yield f"writing behind {CACHE_DEPTH:,} tokens over behind none, {lite['model']}", 0.45, True, ratio
    reading = [
        ("qwen2.5-coder-1.5b in Q4_K_M by machine code", 1.5, shapes.get("qwen2.5-coder-1.5b:Q4_K_M")),
        ("qwen2.5-coder-1.5b in Q4_K_M by the Vector API", 0.5, ways.get("Q4_K_M by the Vector API")),
        ("qwen2.5-coder-0.5b in F32", 0.8, ways.get("F32")),
    ]
    for name, target, bench in reading:
        if bench:
            yield f"reading 512 tokens, {name}: share of the float32 peak", target, True, bench["prefill_float_share"]
    for name, decode in (("0.5B", 1.2), ("1.5B", 1.0)):
        if name in files:
            writes, _, reads = ratios(files[name])
            yield f"writing beside llama.cpp, {name}", decode, True, writes
            yield f"reading beside llama.cpp, {name}", 2.3, True, reads
    for name, bench in figures.get("drafts", {}).items():
        by_kind = {gain["kind"]: gain["ratio"] for gain in bench["kinds"]}
        if bench["method"].lower() == "auto":
            yield f"drafts on repeated code, {name}", 1.5, True, by_kind["repeat"]
            yield f"drafts on new code, {name}", 0.98, True, by_kind["fresh"]
        else:
            yield f"a smaller model drafts, {name}: repeated code", 1.2, True, by_kind["repeat"]
    if "gloss-small:F8_E4M3" in shapes:
        step = shapes["gloss-small:F8_E4M3"]["drafted_step"]
        yield "a step that verifies and makes a draft over one without, gloss-small in F8_E4M3", 1.25, False, step


def targets_part(figures):
    rows = []
    for words, target, more, figure in targets(figures):
        gap = figure - target if more else target - figure
        verdict = "reached" if gap >= 0 else f"**missed by {-gap:.2f}**"
        rows.append([words, f"{'>=' if more else '<='} {target:.2f}", f"{figure:.2f}", verdict])
    return f"""## What was to be reached

{table(["what", "target", "measured", ""], rows)}

What is missed, and what bounds it:

- *Reading by machine code.* Nearly all of it is products of bytes ("where the time goes"): a tile multiplies 256 columns in the registers, but each block of 32 has
  a scale for the weights and one for the row, so that its sum is made float32, multiplied and added for itself; that and unpacking take as long as the products.
- *Reading with weights that are not quantized.* A product alone does three quarters of what the registers do, since activations and weights come from the second-level cache, and results are
  read and written again for every 256 columns. All weights are read from memory once for 256 rows, four bytes each: where this was measured memory gave no more than 6 GB/s, and that took a quarter of the time.
- *Reading quantized weights by the Vector API.* There are no words in it for sums of products of bytes: they are made of products of 16 bits, and halves that are added.
- *A prompt read by a model with many experts.* Each row of a step chooses experts of its own, so that a step of few rows reads nearly all weights for them; in longer steps each expert has few rows still.
- *Opening.* Weights are packed at a fifth of the speed of a copy, by loops of Java that are compiled while they run. The second time they are mapped, and what is left is the tokenizer,
  the header, and the check of the machine code.
- *Latent attention* is absorbed at every position, also where a prompt is read and expanded keys would be fewer operations: another order of adding would give a token other numbers. The table
  above says what it takes ("absorption", "attention").
- *`kv_b_proj` in FP8* is cut up by head and kept in 16 or 32 bits, since its blocks of scales need not end where a head does.
- *A step with a draft.* It runs two rows through the model and one more through the module, which is a layer and the head again: of nine layers that is a sixth. With
  experts, each row has some of its own to be read.
"""


def parts_part(benches):
    """Where the time of steps goes, by part of a step."""
    names = list(next(iter(benches.values()))["prefill_parts"])

    def row(name, what, parts):
        return [name, what, *(f"{100 * parts.get(part, 0):.0f}" for part in names)]

    rows = []
    for name, bench in benches.items():
        rows.append(row(name, "reading", bench["prefill_parts"]))
        for decode in bench["decodes"]:
            behind = f" behind {decode['depth']:,}" if decode["depth"] else ""
            rows.append(row("", "writing" + behind, decode["parts"]))
    return f"""## Where the time goes

Of the time of a step, in percent, by the clock of the thread that runs it: what its region of all threads took, waiting for the last of them included.
*Norms* are all that is done for each number of the residual stream; *absorption* brings queries into the space of cached latents and mixed latents out
of it; *outside* is what is not a step: scheduling, choosing tokens, telling them.

{table(["model", "", *(part.replace("_", " ") for part in names)], rows)}
"""


def roofline_picture(points):
    """Both axes logarithmic: operations a byte of memory, operations a second; roofs are the median
    of what was measured beside the points."""
    size_x, size_y, left, top = 430, 260, 60, 34
    x_range, y_range = (0.5, 2000), (1, 1000)

    def at(x, y):
        across = (math.log(x) - math.log(x_range[0])) / (math.log(x_range[1]) - math.log(x_range[0]))
        up = (math.log(y) - math.log(y_range[0])) / (math.log(y_range[1]) - math.log(y_range[0]))
        return left + across * size_x, top + (1 - up) * size_y

    read = statistics.median(bench["limits"]["read_gb_s"] for _, bench in points)
    floats = statistics.median(bench["limits"]["float_gflops"] for _, bench in points)
    parts = begin(left + size_x + 20, top + size_y + 44, "Writing (left) and reading a prompt (right) under the roofs")
    for tick in (1, 10, 100, 1000):
        x, y = at(tick, tick)
        parts.append(f'<path d="M{left} {y:.0f}H{left + size_x}M{x:.0f} {top}V{top + size_y}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{tick}</text>')
        parts.append(f'<text x="{x:.0f}" y="{top + size_y + 14}" text-anchor="middle">{tick}</text>')
    roofs = [(x_range[0] * 2, x_range[0] * 2 * read), (floats / read, floats), (x_range[1], floats)]
    line = "L".join(f"{at(x, y)[0]:.1f} {at(x, y)[1]:.1f}" for x, y in roofs)
    parts.append(f'<path d="M{line}" fill="none" stroke="{GREY}" stroke-width="2"/>')
    for name, bench in points:
        decode = bench["decodes"][0]
        per_byte = decode["gflops"] / decode["gb_s"]
        prefill_bytes = decode["gb_s"] / decode["tokens_per_second"] / bench["prompt_tokens"]
        prefill = bench["prefill_gflops"] / bench["prefill_tokens_per_second"] / prefill_bytes
        for what, x, y in (
            ("writes", per_byte, decode["gflops"]),
            ("reads", min(prefill, x_range[1]), bench["prefill_gflops"]),
        ):
            px, py = at(x, y)
            colour = BLUE if what == "writes" else ORANGE
            parts.append(
                f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4" fill="{colour}" fill-opacity="0.7">'
                f"<title>{name} {what}: {y:.0f} GFLOP/s at {x:.1f} a byte</title></circle>"
            )
    middle = left + size_x / 2
    parts.append(f'<text x="{middle}" y="{top + size_y + 34}" text-anchor="middle">operations a byte</text>')
    parts.append(
        f'<text transform="translate(14 {top + size_y / 2}) rotate(-90)" text-anchor="middle">GFLOP/s</text></svg>'
    )
    return "\n".join(parts) + "\n"


# What Gloss and llama.cpp do by turns: write, write far behind the beginning, read.
BESIDE = [
    (lambda g: g["decodes"][0]["tokens_per_second"], lambda l: l["decode_tokens_per_second"]),
    (lambda g: g["decodes"][-1]["tokens_per_second"], lambda l: l["deep_tokens_per_second"]),
    (lambda g: g["prefill_tokens_per_second"], lambda l: l["prefill_tokens_per_second"]),
]


def ratios(measured):
    """Medians of the turns' ratios."""
    return [
        statistics.median(ours(turn["gloss"]) / theirs(turn["llama"]) for turn in measured["turns"])
        for ours, theirs in BESIDE
    ]


def file_row(name, measured):
    """Medians of the turns' ratios, and the best figures of all turns."""

    def best(of):
        return max(of(turn) for turn in measured["turns"])

    cells = [name]
    for (ours, theirs), ratio in zip(BESIDE, ratios(measured)):
        mine = best(lambda turn, ours=ours: ours(turn["gloss"]))
        other = best(lambda turn, theirs=theirs: theirs(turn["llama"]))
        cells.append(f"{mine:,.1f} / {other:,.1f}: **{ratio:.2f}**")
    share = best(lambda turn: turn["gloss"]["decodes"][0]["read_share"])
    cells.append(percent(share))
    opened = [turn["gloss"]["open_seconds"] for turn in measured["turns"] if "open_seconds" in turn["gloss"]]
    cells.append(f"{min(opened):.1f} s" if opened else "-")
    return cells


def files_part(files):
    first = next(iter(files.values()))["turns"][0]
    depth = first["gloss"]["decodes"][-1]["depth"]
    tokens = first["gloss"]["prompt_tokens"]
    head = [
        "file", "writes", f"writes behind {depth:,} tokens", f"reads {tokens} tokens", "Gloss's share of the read bandwidth",
        "Gloss opens it in",
    ]  # fmt: skip
    rows = [file_row(name, measured) for name, measured in files.items()]
    busiest = max(files.values(), key=lambda measured: measured["load"])
    turns = min(len(measured["turns"]) for measured in files.values())
    return f"""## Beside llama.cpp

The same file and threads, by turns ({turns}): Gloss / llama.cpp in tokens a second, the best of all turns, and the median of the turns' ratios;
above 1 Gloss is faster. llama.cpp runs by its npm package ({first["llama"]["engine"]}, built beforehand), random tokens, greedy, no GPU.

{where(busiest)}

{table(head, rows)}
"""


def page(figures):
    parts = ["""# How fast it is, and what bounds it

<!-- Written by docs/measure/performance.py from docs/measure/performance.json; change those. -->
"""]
    if "machine" in figures:
        parts.append(machine_part(figures["machine"]))
    if "products" in figures:
        parts.append(products_part(figures["products"]))
    if "shapes" in figures:
        parts.append(shapes_part(figures["shapes"]))
    if "caches" in figures:
        parts.append(caches_part(figures["caches"]))
    if "drafts" in figures:
        parts.append(drafts_part(figures["drafts"]))
    if "files" in figures:
        parts.append(files_part(figures["files"]))
    benches = {name: measured["turns"][0]["gloss"] for name, measured in figures.get("files", {}).items()}
    benches |= {bench["model"]: bench for bench in figures.get("shapes", {}).values()}
    benches = {name: bench for name, bench in benches.items() if bench.get("prefill_parts")}
    if benches:
        parts.append(parts_part(benches))
    parts.append(targets_part(figures))
    parts.append("""## Measuring it again

The figures are those of `gloss bench machine`, `gloss bench products`, `gloss bench --shape` and `gloss bench --roofline --model`; they are of use
from an idle machine alone. One command measures a part, or several, and writes this page:

```
docs/measure/performance.py machine products shapes ways caches
docs/measure/performance.py drafts --file SMALL=FILE.gguf --file LARGE=FILE.gguf
docs/measure/performance.py files --llama node_modules/node-llama-cpp --file NAME=FILE.gguf
```
""")
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(MEASURES))
    parser.add_argument("--gloss", default=str(HOME / "gloss"), help="command to measure instead of this one's")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--mib", type=int, default=1024, help="weights of a pass over products")
    parser.add_argument("--depth", type=int, default=2048)
    parser.add_argument("--shape", action="append", metavar="NAME:TYPE[:LAYERS]", help="instead of the usual ones")
    parser.add_argument("--file", action="append", metavar="NAME=FILE")
    parser.add_argument("--llama", metavar="PACKAGE")
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    for part in options.parts:
        if part not in MEASURES:
            parser.error(f"there is no part {part}, expected some of {', '.join(MEASURES)}")
        MEASURES[part](options, figures)
        save(figures)
    if not figures:
        parser.error(f"nothing was measured yet: name a part, some of {', '.join(MEASURES)}")
    PAGE.write_text(page(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
