"""Byte-level BPE with the pre-tokenizer of DeepSeek-V3, trained on the corpus and written as Hugging Face files."""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from gloss_training.corpus import Corpus

BOS, EOS, PAD = "<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>"
FIM_BEGIN, FIM_HOLE, FIM_END = "<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"
USER, ASSISTANT = "<｜User｜>", "<｜Assistant｜>"
THINK, THINK_END, ANSWER, ANSWER_END = "<think>", "</think>", "<answer>", "</answer>"
ADDED = [FIM_HOLE, FIM_BEGIN, FIM_END, USER, ASSISTANT, THINK, THINK_END, ANSWER, ANSWER_END]

# The three Split steps of DeepSeek-V3: digits by up to three, CJK runs, then words, punctuation and blanks.
SPLITS = [
    r"\p{N}{1,3}",
    "[一-龥぀-ゟ゠-ヿ]+",
    "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
    "| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
]

# DeepSeek-V3's form of a conversation: a role token before each message, the end token after the assistant's.
CHAT_TEMPLATE = (
    "{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}"
    "{{ bos_token }}"
    "{% for message in messages %}"
    "{% if message['role'] == 'system' %}{{ message['content'] }}"
    "{% elif message['role'] == 'user' %}{{ '<｜User｜>' + message['content'] }}"
    "{% elif message['role'] == 'assistant' %}{{ '<｜Assistant｜>' + message['content'] + eos_token }}"
    "{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<｜Assistant｜>' }}{% endif %}"
)


def train(corpus: Corpus, vocab_size: int, characters: int, seed: int = 1) -> Tokenizer:
    """Trains a vocabulary of exactly `vocab_size` entries, special tokens included, on a sample of the corpus."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(split), "isolated") for split in SPLITS]
        + [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size - len(ADDED),
        special_tokens=[BOS, EOS, PAD],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus.sample(characters, seed), trainer)
    # Not flagged special, as in DeepSeek-V3: decoding shows them, so that a reader of the stream can see the tags.
    tokenizer.add_tokens([AddedToken(content, normalized=True, special=False) for content in ADDED])
    if tokenizer.get_vocab_size() != vocab_size:
        raise ValueError(f"tokenizer has {tokenizer.get_vocab_size()} entries, expected {vocab_size}: take more text")
    return tokenizer


def write(tokenizer: Tokenizer, folder: Path, context: int) -> None:
    """Writes `tokenizer.json` and `tokenizer_config.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "add_bos_token": True,
        "add_eos_token": False,
        "bos_token": BOS,
        "eos_token": EOS,
        "pad_token": PAD,
        "unk_token": None,
        "clean_up_tokenization_spaces": False,
        "model_max_length": context,
        "tokenizer_class": "PreTrainedTokenizerFast",
        "chat_template": CHAT_TEMPLATE,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", "utf-8")


def load(folder: Path) -> Tokenizer:
    """Reads `folder/tokenizer.json`."""
    path = folder / "tokenizer.json"
    if not path.exists():
        raise FileNotFoundError(f"{path}: no tokenizer; train one first (python -m gloss_training.tokenizer_train)")
    return Tokenizer.from_file(str(path))


class Ids:
    """Ids of the special tokens of one tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Looks all of them up; fails when one is missing."""

        def find(content: str) -> int:
            found = tokenizer.token_to_id(content)
            if found is None:
                raise ValueError(f"tokenizer.json has no token {content}, which training needs")
            return int(found)

        self.bos, self.eos, self.pad = find(BOS), find(EOS), find(PAD)
        self.fim_begin, self.fim_hole, self.fim_end = find(FIM_BEGIN), find(FIM_HOLE), find(FIM_END)
        self.user, self.assistant = find(USER), find(ASSISTANT)
        self.think, self.think_end = find(THINK), find(THINK_END)
        self.answer, self.answer_end = find(ANSWER), find(ANSWER_END)
