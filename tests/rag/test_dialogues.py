"""Dialogues and premises over the real corpus: what a turn leaves out, takes back or takes for granted."""

import csv
import re
from pathlib import Path

import pytest

from ingest.fold import squeeze
from rag.types import Message


def rows(name):
    with (Path(__file__).parent / name).open(encoding="utf-8") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def answered(chain, *turns):
    """The answer to the last of ``turns``, after the chain's own answers to the others."""
    messages = []
    for turn in turns:
        messages.append(Message("user", turn))
        answer = chain.answer(messages)
        messages.append(Message("assistant", answer.text))
    return answer


@pytest.mark.parametrize("row", rows("dialogues.tsv"), ids=lambda row: row["turns"])
def test_a_dialogue_is_understood_from_its_messages(chain, row):
    answer = answered(chain, *row["turns"].split("|"))
    assert answer.status == row["status"]
    assert all(squeeze(said) in squeeze(answer.text) for said in (row["says"] or "").split(";"))


@pytest.mark.parametrize("row", rows("premises.tsv"), ids=lambda row: row["question"])
def test_what_is_taken_for_granted_is_confirmed_or_corrected_first(chain, row):
    answer = answered(chain, row["question"])
    assert answer.text.startswith(row["verdict"])
    assert all(squeeze(said) in squeeze(answer.text) for said in row["says"].split(";"))
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "reason", "says"),
    [
        ("DX推進支援助成金の上限はいくらですか？申請の締切も教えてください。", "deadline", "3,000万円"),
        ("躍進的な設備投資支援の助成限度額と締切を教えて", "deadline", "1億円"),
        ("デジタルツール導入の助成率は何割ですか、また、採択率は何％ですか", "not_in_documents", "1/2"),
        ("BCP策定支援講座は年に何回ありますか。受講料はいくらですか？", "not_in_documents", "年20回"),
        ("産業交流展の会場と入場料を教えて", "not_in_documents", "東京ビッグサイト"),
    ],
)
def test_of_two_questions_the_one_that_can_be_answered_is(chain, question, reason, says):
    answer = answered(chain, question)
    assert (answer.status, answer.reason) == ("partial", reason)
    assert says in answer.text
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == {citation.n for citation in answer.citations}


def test_a_checked_amount_is_no_cost_of_the_next_turn(chain):
    answer = answered(chain, "明日にチャレンジの上限は500万円ですか？", "助成率は？")
    assert "2/3" in answer.text
    assert "計算" not in answer.text


def test_others_are_others(chain):
    first = answered(chain, "海外に販路を広げたいです")
    second = answered(chain, "海外に販路を広げたいです", "他には？")
    names = set(re.findall(r"^・([^（]+)（", first.text, re.MULTILINE))
    assert names
    assert not names & set(re.findall(r"^・([^（]+)（", second.text, re.MULTILINE))
