"""What holds of every answer, over questions made of the corpus's own headings, keys and words, and over noise."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.quantities import parse_quantities
from rag.chain import AnswerChain
from rag.conversation import check
from rag.errors import LIMIT, QuestionError
from rag.grounding import ungrounded
from rag.types import Answer, Message

_MARK = re.compile(r"\[(\d+)\]")
_TEMPLATES = (
    "{0}の{1}は？",
    "{0}について教えてください",
    "令和{2}年度の{0}の{1}はいくらですか？",
    "{1}　{0}",
    "{0}は{2}万円ですか",
    "{0}と{3}の{1}を比べてください",
    "うちは{0}を使えますか。{1}も知りたいです。",
)
QUESTIONS = 220
NOISE = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("令和平成年度万億円％助成率限度額は？①②③１２３[]（）「」・：\n\t　〇○◎％／ｱｲｳ゛"),
    ),
    max_size=80,
)


def assert_sound(chain: AnswerChain, answer: Answer) -> None:
    """Citations resolve and are marked, marks are cited, figures are proved, and the parts agree with the status."""
    for citation in answer.citations:
        page = chain.index.store.page(citation.document_id, citation.page)
        assert page is not None
        assert citation.quote
        assert page.text[citation.start : citation.end] == citation.quote
    numbers = [citation.n for citation in answer.citations]
    marks = list(dict.fromkeys(int(n) for n in _MARK.findall(answer.text)))
    assert numbers == list(range(1, len(numbers) + 1))
    assert marks == numbers
    if answer.citations:
        # What is not there may be said of the year that was asked for.
        years = [q.canonical for q in parse_quantities(answer.text) if q.kind == "fiscal_year"]
        told = [*answer.given, *(years if answer.status == "partial" else [])]
        assert ungrounded(answer.text, [], answer.citations, answer.workings, told) == []
    assert answer.text.strip()
    assert (answer.status == "answered") == (answer.reason is None)
    assert answer.citations or answer.status != "answered"
    assert len(answer.suggestions) <= 3


@pytest.fixture(scope="session")
def generated(chain: AnswerChain) -> list[str]:
    """Questions of the corpus's own headings, row keys and words; the same at every run."""
    store = chain.index.store
    blocks = [
        block
        for document in store.documents()
        for page in range(1, document.pages + 1)
        for block in store.page_blocks(document.id, page)
    ]
    headings = sorted({block.text for block in blocks if block.kind == "heading"})
    keys = sorted({block.text.split("：")[0] for block in blocks if block.kind == "row"})
    words = sorted({word for block in blocks for word in re.findall(r"[ァ-ヶー]{3,}|[一-龠]{2,6}", block.text)})
    dice = random.Random(20250401)
    return [
        _TEMPLATES[n % len(_TEMPLATES)].format(
            dice.choice(headings if n % 3 else words), dice.choice(keys), dice.randint(1, 9), dice.choice(words)
        )
        for n in range(QUESTIONS)
    ]


@pytest.fixture(scope="session")
def generated_answers(chain, generated):
    return [chain.answer(question) for question in generated]


def test_there_are_enough_questions_and_most_are_answered(generated, generated_answers):
    assert len(set(generated)) >= 200
    assert sum(answer.status == "answered" for answer in generated_answers) > len(generated) / 4


def test_every_answer_to_a_generated_question_is_sound(chain, generated, generated_answers):
    for question, answer in zip(generated, generated_answers, strict=True):
        try:
            assert_sound(chain, answer)
        except AssertionError as error:
            raise AssertionError(f"{question} -> {answer.text}\n{error}") from None


def test_an_answer_names_no_other_year_than_its_citations(generated, generated_answers):
    for question, answer in zip(generated, generated_answers, strict=True):
        if answer.status == "answered":
            labels = {int(year) for year in re.findall(r"（令和(\d+)年度の資料）", answer.text)}
            assert labels <= {citation.fiscal_year - 2018 for citation in answer.citations}, question


def test_the_same_question_gives_the_same_bytes(chain, generated, generated_answers):
    for question, answer in list(zip(generated, generated_answers, strict=True))[::4]:
        assert repr(chain.answer(question)).encode() == repr(answer).encode(), question


@settings(max_examples=40)
@given(NOISE)
def test_noise_is_refused_or_answered_soundly(chain, noise):
    try:
        check(noise)
    except QuestionError:
        with pytest.raises(QuestionError, match=r"ください。$"):
            chain.answer(noise)
    else:
        assert_sound(chain, chain.answer(noise))


@settings(max_examples=40)
@given(st.integers(0, QUESTIONS - 1), NOISE, NOISE)
def test_noise_around_a_question_leaves_the_answer_sound(chain, generated, place, before, after):
    assert_sound(chain, chain.answer(f"{before} {generated[place]} {after}"))


@settings(max_examples=25)
@given(st.lists(st.tuples(st.booleans(), st.one_of(NOISE, st.sampled_from(["産業交流展の予算は？", "令和2年度は？"])))))
def test_any_conversation_that_ends_with_a_question_is_answered_soundly(chain, turns):
    said = [Message("user" if is_user else "assistant", text) for is_user, text in turns]
    assert_sound(chain, chain.answer([*said, Message("user", "産業交流展の会場は？")]))


@pytest.mark.parametrize("length", [LIMIT - 1, LIMIT])
def test_the_longest_question_is_answered_soundly(chain, length):
    assert_sound(chain, chain.answer(("産業交流展の会場は？" * LIMIT)[:length]))
