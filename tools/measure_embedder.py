"""Measure an embedder on JSQuAD as paragraph retrieval: each question's own paragraph is the relevant one.

python -m tools.measure_embedder jsquad-v1.3-valid.json [--embedder default]
"""

import argparse
import json
from pathlib import Path

import numpy as np

from ingest.embedder import load_embedder


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--embedder", default="default")
    options = arguments.parse_args()
    passages, questions, relevant = read(options.data)
    embedder = load_embedder(options.embedder)
    scores = embedder.embed_passages(questions) @ embedder.embed_passages(passages).T
    best = np.argsort(-scores, axis=1)[:, :5]
    hits = best == np.array(relevant)[:, None]
    print(f"passages {len(passages)}, questions {len(questions)}")
    print(f"R@1 {hits[:, 0].mean():.3f}, R@5 {hits.any(axis=1).mean():.3f}")


def read(path: Path) -> tuple[list[str], list[str], list[int]]:
    """Passages, questions, and the place of each question's passage."""
    passages: list[str] = []
    questions: list[str] = []
    relevant: list[int] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            passages.append(paragraph["context"].split("[SEP]")[-1])
            questions += [qa["question"] for qa in paragraph["qas"]]
            relevant += [len(passages) - 1] * len(paragraph["qas"])
    return passages, questions, relevant


if __name__ == "__main__":
    main()
