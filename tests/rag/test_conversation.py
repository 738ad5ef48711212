"""Conversation: what a turn takes from the turns before it, and what it does not."""

import json
from pathlib import Path

import pytest

from rag.conversation import check, standalone
from rag.errors import LIMIT, QuestionError
from rag.types import Message

TABLE = Path(__file__).parent / "conversation.jsonl"
ROWS = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines() if line]


def said(*turns):
    """Turns of the user with an answer after each but the last."""
    messages = [Message("user", turns[0])]
    for turn in turns[1:]:
        messages += [Message("assistant", "承知しました。"), Message("user", turn)]
    return messages


@pytest.mark.parametrize("row", ROWS, ids=[" / ".join(row["turns"]) for row in ROWS])
def test_a_follow_up_is_understood_with_what_it_left_out(analyser, row):
    question = standalone(said(*row["turns"]), analyser)
    lemmas = {term.lemma for term in question.topic}
    assert list(question.attributes) == row["attributes"]
    assert list(question.fiscal_years) == row["years"]
    assert set(row["about"]) <= lemmas
    assert not lemmas & set(row["not_about"])


def test_what_the_assistant_said_is_not_taken_for_the_users_words(analyser):
    messages = [
        Message("user", "産業交流展の会場は？"),
        Message("assistant", "サイバーセキュリティの令和2年度の予算額についてですね。"),
        Message("user", "予算は？"),
    ]
    question = standalone(messages, analyser)
    assert question.fiscal_years == ()
    assert not {"サイバー", "セキュリティー"} & {term.lemma for term in question.topic}


def test_a_conversation_of_one_turn_is_the_turn(analyser):
    assert standalone([Message("user", "産業交流展の会場は？")], analyser) == analyser.analyse("産業交流展の会場は？")


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [Message("assistant", "こんにちは。")],
        [Message("user", "産業交流展の会場は？"), Message("assistant", "東京ビッグサイトです。")],
    ],
)
def test_the_last_word_must_be_the_users(analyser, messages):
    with pytest.raises(QuestionError, match="会話の最後に、ご質問") as raised:
        standalone(messages, analyser)
    assert raised.value.kind == "no_question"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \n\t　", "empty"),
        ("あ" * (LIMIT + 1), "too_long"),
        ("？！…", "unreadable"),
        ("😀🎉", "unreadable"),
        ("\x00\x01\x02", "unreadable"),
        ("\u200b\u200d", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_said_in_japanese(text, kind):
    with pytest.raises(QuestionError, match=r"[ぁ-ん]+ください。$") as raised:
        check(text)
    assert raised.value.kind == kind


def test_the_longest_question_is_read(analyser):
    standalone([Message("user", "産業交流展" * (LIMIT // 5))], analyser)


def test_an_earlier_turn_that_was_refused_does_not_stop_the_conversation(analyser):
    question = standalone(said("産業交流展の会場は？", "あ" * (LIMIT + 1), "予算は？"), analyser)
    assert {"交流"} <= {term.lemma for term in question.topic}


def test_half_a_surrogate_pair_is_no_character(analyser):
    question = standalone([Message("user", "産業交流展\ud83dの会場は？")], analyser)
    question.text.encode("utf-8")
    assert "所在地" in question.attributes
