"""Command: writes the model of a checkpoint as a Hugging Face folder with its tokenizer."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from gloss_training import checkpoints, folder
from gloss_training.model import DeepseekModel
from gloss_training.sizes import SIZES, DeepseekConfig


def model_of(checkpoint: Path, config: DeepseekConfig) -> DeepseekModel:
    """The model in a checkpoint, with an MTP module if the checkpoint has one."""
    content = checkpoints.read(checkpoint)
    model = DeepseekModel(config, checkpoints.has_mtp(content, config)).eval()
    model.load_state_dict(content["model"])
    return model


def export(checkpoint: Path, config: DeepseekConfig, tokenizer: Path, out: Path, dtype: str) -> None:
    """Writes weights, configuration and tokenizer into `out`."""
    size = next((size for size, known in SIZES.items() if known == config), "model")
    folder.write(model_of(checkpoint, config), out, dtype, called=f"gloss-{size}")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(tokenizer / name, out / name)


def main() -> None:
    """Parses the options and exports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--size", choices=SIZES, default="nano")
    parser.add_argument("--run", default="stable", help="whose checkpoint")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dtype", choices=("fp8", "bf16"), default="fp8")
    options = parser.parse_args()
    checkpoint = options.work / options.run / "checkpoint.pt"
    export(checkpoint, SIZES[options.size], options.work / "tokenizer", options.out, options.dtype)


if __name__ == "__main__":
    main()
