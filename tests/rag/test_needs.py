"""Needs: what a situation in an owner's words asks for, and the programme that is named for it."""

import csv
from pathlib import Path

import pytest

from ingest.fold import squeeze
from rag.needs import needs_of

with (Path(__file__).parent / "needs.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=[row["situation"] for row in ROWS])
def test_a_situation_gets_the_programme_that_its_need_finds_and_else_a_refusal(chain, row):
    needs = [need.name for need in needs_of(chain.lexicon, row["situation"])]
    answer = chain.answer(row["situation"])
    if row["need"] == "-":
        assert not needs
        assert answer.status == "not_found", answer.text
    else:
        assert row["need"] in needs
        assert squeeze(row["programme"]) in squeeze(answer.text), answer.text
        assert answer.citations


def test_what_only_says_more_of_a_need_is_none_alone(chain):
    assert needs_of(chain.lexicon, "専門家に来てもらってお金も出してほしい") == ()


def test_every_need_has_a_word_of_the_documents(chain):
    pages = squeeze("\n".join(page.text for page in chain.index.store.pages()))
    told = squeeze("\n".join(block.text for one in chain.index.store.documents() for page in range(1, one.pages + 1)
                            for block in chain.index.store.page_blocks(one.id, page)))  # fmt: skip
    mute = [need.name for need in chain.lexicon.needs if not any(term in pages or term in told for term in need.terms)]
    assert not mute
