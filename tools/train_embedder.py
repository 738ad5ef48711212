"""Train the default embedder: a static embedding over Japanese sub-words, learnt from questions and their passages.

    python tools/train_embedder.py --data DATA --corpus corpus/sources --out ingest/models/sodan-static-ja

DATA holds jaquad-train.jsonl.gz (JaQuAD, CC BY-SA 3.0), jsts-v1.3-train.jsonl (JGLUE, CC BY-SA 4.0) and
sudachi-synonyms.txt (SudachiDict, Apache-2.0). Loss: InfoNCE with in-batch negatives (van den Oord et al. 2018)
over (question, passage), (title, passage), (similar sentence, sentence) and (synonym, synonym).
The result is a sentence-transformers model of one StaticEmbedding module.
"""

import argparse
import gzip
import json
import random
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

VOCABULARY, DIMENSION, BATCH, EPOCHS, TEMPERATURE = 24000, 256, 1024, 12, 0.05


def main() -> None:
    arguments = argparse.ArgumentParser()
    for name in ("--data", "--corpus", "--out"):
        arguments.add_argument(name, type=Path, required=True)
    options = arguments.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    pairs = read_pairs(options.data)
    sources = [path.read_text(encoding="utf-8") for path in sorted(options.corpus.glob("*.txt"))]
    tokenizer = train_tokenizer([text for pair in pairs for text in pair] + sources * 5)
    weights = train(tokenizer, pairs)
    save(tokenizer, weights, options.out)


def read_pairs(data: Path) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    with gzip.open(data / "jaquad-train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            pairs += [(question, row["context"]) for question in row["questions"]]
            pairs.append((row["title"], row["context"]))
    for line in (data / "jsts-v1.3-train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["label"] >= 4:
            pairs.append((row["sentence1"], row["sentence2"]))
    groups: dict[str, list[str]] = defaultdict(list)
    for line in (data / "sudachi-synonyms.txt").read_text(encoding="utf-8").splitlines():
        columns = line.split(",")
        if len(columns) > 8:
            groups[columns[0]].append(columns[8])
    for words in groups.values():
        pairs += list(pairwise(words))[:3]
    return pairs


def train_tokenizer(texts: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    # Punctuation and kanji/kana script changes stay inside pieces; digits are split so that no figure is a word.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Punctuation()]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=VOCABULARY, special_tokens=["[UNK]"], unk_token="[UNK]", max_piece_length=6
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def train(tokenizer: Tokenizer, pairs: list[tuple[str, str]]) -> torch.Tensor:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    rows = [(tokenizer.encode(a[:400]).ids, tokenizer.encode(b[:400]).ids) for a, b in pairs]
    rows = [row for row in rows if row[0] and row[1]]
    bag = torch.nn.EmbeddingBag(tokenizer.get_vocab_size(), DIMENSION, mode="mean").to(device)
    torch.nn.init.normal_(bag.weight, std=0.1)
    optimizer = torch.optim.Adam(bag.parameters(), lr=0.02)
    steps = EPOCHS * (len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.03, total_steps=steps)
    for epoch in range(EPOCHS):
        random.shuffle(rows)
        losses = []
        for start in range(0, len(rows) - BATCH + 1, BATCH):
            batch = rows[start : start + BATCH]
            queries = embed(bag, [row[0] for row in batch], device)
            passages = embed(bag, [row[1] for row in batch], device)
            scores = queries @ passages.T / TEMPERATURE
            # The same passage under another question is not a negative.
            keys = torch.tensor([hash(tuple(row[1])) for row in batch], device=device)
            same = (keys[:, None] == keys[None, :]) & ~torch.eye(len(batch), dtype=torch.bool, device=device)
            scores = scores.masked_fill(same, -1e4)
            target = torch.arange(len(batch), device=device)
            loss = torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(
                scores.T, target
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}", flush=True)
    return bag.weight.detach().cpu()


def embed(bag: torch.nn.EmbeddingBag, ids: list[list[int]], device: str) -> torch.Tensor:
    flat = torch.tensor([i for row in ids for i in row], device=device)
    offsets = torch.tensor(np.cumsum([0] + [len(row) for row in ids[:-1]]), device=device)
    return torch.nn.functional.normalize(bag(flat, offsets), dim=1)


def save(tokenizer: Tokenizer, weights: torch.Tensor, out: Path) -> None:
    from safetensors.torch import save_file

    module = out / "0_StaticEmbedding"
    module.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(module / "tokenizer.json"))
    save_file({"embedding.weight": weights.half().contiguous()}, str(module / "model.safetensors"))
    modules = [
        {"idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (out / "1_Normalize").mkdir(exist_ok=True)
    (out / "1_Normalize" / "config.json").write_text("{}\n")
    (out / "modules.json").write_text(json.dumps(modules, indent=2) + "\n")
    (out / "config_sentence_transformers.json").write_text(
        json.dumps({"similarity_fn_name": "cosine", "prompts": {}, "default_prompt_name": None}, indent=2) + "\n"
    )


if __name__ == "__main__":
    main()
