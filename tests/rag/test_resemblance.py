"""Resemblance: a line is like a question by meaning and by letters, with or without its headings."""

import pytest

from rag.resemblance import Resemblance


@pytest.fixture(scope="module")
def alike(chain):
    resemblance = Resemblance(chain.index)

    def compared(question: str, document: str, page: int) -> list[tuple[str, object]]:
        query = resemblance.query(chain.understand(question))
        return [(block.text, resemblance.of(query, block)) for block in chain.index.store.page_blocks(document, page)]

    return compared


def test_the_line_that_says_the_question_again_is_the_nearest_of_its_page(alike):
    rows = alike("希望した企業に対して最大5回まで派遣", "r07", 9)
    nearest, likeness = max(rows, key=lambda row: row[1].near)
    assert "最大5回まで派遣" in nearest.replace("５", "5")
    assert likeness.letters > 0.8


def test_headings_add_letters_and_never_take_any(alike):
    assert all(row.letters_led >= row.letters for _, row in alike("デジタルツールの助成率", "r07", 9))


def test_a_line_without_a_letter_of_the_question_shares_none(alike):
    assert {(row.letters, row.letters_led, row.echo) for _, row in alike("ZZQQXX", "r07", 9)} == {(0.0, 0.0, 0.0)}


def test_all_numbers_stay_within_their_bounds(alike):
    for _, row in alike("海外の展示会に出るときの費用", "r07", 19):
        assert all(0 <= value <= 1.0001 for value in (row.letters, row.letters_led, row.echo))
        assert all(-1.0001 <= value <= 1.0001 for value in (row.near, row.near_led, row.topic, row.topic_led))
