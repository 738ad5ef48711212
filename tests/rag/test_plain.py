"""Plain Japanese: easier words, and every figure, name and citation as it was."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from eval.loading import set_files
from ingest.errors import CorpusError
from ingest.plain_words import PLAIN, PlainWords, load_plain_words
from ingest.quantities import parse_quantities
from rag.plain import PlainWriter, put_plainly
from rag.types import Answer, Citation
from tests.end_to_end.real import CORPUS, REPOSITORY, answer_rows
from tests.ingest.tables import read_table

TABLE = Path(__file__).parent / "plain.tsv"
SETS = set_files(REPOSITORY / "eval" / "sets")
EVERY = 30  # of the questions of the sets


@pytest.fixture(scope="session")
def writer(chain) -> PlainWriter:
    names = [name for one in chain.index.store.ledger.subjects() for name in (*one.names, *one.aliases)]
    return PlainWriter(chain.lexicon.plain, tuple(names))


@pytest.fixture(scope="session")
def answers(asked) -> list[Answer]:
    """Real answers: to the first turns of the table of answers and of a part of the question sets."""
    questions = [str(row["turns"][0]) for row in answer_rows()]
    for file in SETS:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        questions += [line["turns"][0] if "turns" in line else line["question"] for line in lines][::EVERY]
    return [asked(question) for question in questions]


def figures(text):
    return Counter(quantity.canonical for quantity in parse_quantities(text))


@pytest.mark.parametrize(("standard", "plain"), read_table(str(TABLE)))
def test_a_sentence_is_put_into_plain_words(writer, standard, plain):
    assert writer.rewritten(standard) == plain


def test_no_sentence_of_the_table_loses_a_figure_or_a_mark():
    for standard, plain in read_table(str(TABLE)):
        assert figures(standard) == figures(plain)
        assert standard.count("[") == plain.count("[")


def test_no_real_answer_loses_a_figure_a_mark_or_a_name(chain, answers):
    names = {name for one in chain.index.store.ledger.subjects() for name in one.names if len(name) > 2}
    rewritten = 0
    for answer in answers:
        plain = put_plainly(chain, answer)
        assert figures(plain.text) == figures(answer.text)
        assert plain.citations == answer.citations
        assert {name for name in names if name in answer.text} <= {name for name in names if name in plain.text}
        rewritten += plain.text != answer.text
    assert len(answers) > 120
    assert rewritten > 0.7 * len(answers)


def test_the_answers_id_and_status_stay(chain):
    answer = chain.answer("デジタルツール導入の助成金はいくらまで？")
    plain = put_plainly(chain, answer)
    assert plain == replace(answer, text=plain.text)
    assert plain.text != answer.text


def test_words_that_would_say_another_figure_are_not_given():
    citation = Citation(1, "d", "資料", 2025, 1, "助成率は1/2です", 0, 8)
    answer = Answer("助成率は1/2です。[1]", "answered", None, (citation,), (), "id")
    liar = PlainWords(replaced={"です": "か、半分の1/3です"})
    assert PlainWriter(liar, ()).rewritten(answer.text) != answer.text
    assert PlainWriter(liar, ()).rewrite(answer) is answer
    forger = PlainWords(replaced={"です": "です[2]"})
    assert PlainWriter(forger, ()).rewrite(answer) is answer


def test_without_words_an_answer_stays_as_it_is():
    answer = Answer("助成率は1/2です。", "answered", None, (), (), "id")
    assert PlainWriter(PlainWords(), ()).rewrite(answer) is answer


@pytest.mark.parametrize("plain", ["半分の1/2", "引用[1]", "", "約3人"])
def test_a_plain_wording_holds_no_figure_and_no_mark(tmp_path, plain):
    (tmp_path / "lexicon").mkdir()
    table = f'nouns = []\n[[explain]]\nwords = ["助成率"]\nplain = "{plain}"\n'
    (tmp_path / "lexicon" / PLAIN).write_text(table, encoding="utf-8")
    with pytest.raises(CorpusError, match="助成率"):
        load_plain_words(tmp_path)


def test_the_projects_own_words_load():
    words = load_plain_words(CORPUS)
    assert len(words.explained) + len(words.replaced) + len(words.phrases) > 100
