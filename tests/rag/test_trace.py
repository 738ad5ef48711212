"""The trace of an answer: it says what decided, it can be replayed byte for byte, and it changes no answer."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.bootstrap import build_chain
from rag.draft import Draft
from rag.trace import note, noting
from rag.types import Message

QUESTIONS = [row.split("\t") for row in Path(__file__).with_name("traces.tsv").read_text(encoding="utf-8").splitlines()]


def traced(chain, question):
    return chain.explain(question)[1]


@pytest.mark.parametrize(("question", "writer", "status"), QUESTIONS)
def test_the_trace_names_who_wrote_and_tells_the_answer_itself(chain, question, writer, status):
    answer, trace = chain.explain(question)
    assert answer == chain.answer(question)
    assert (trace.text, trace.citations, trace.answer_id) == (answer.text, answer.citations, answer.answer_id)
    assert (trace.writer, trace.status) == (writer, status)
    assert trace.steps[-1].outcome == "wrote"


@pytest.fixture(scope="module")
def opened_anew(real_index):
    return build_chain(real_index)


@pytest.mark.parametrize("question", [row[0] for row in QUESTIONS])
def test_a_trace_replays_byte_for_byte_from_a_chain_opened_anew(chain, opened_anew, question):
    first = traced(chain, question).canonical()
    assert first == traced(chain, question).canonical()
    assert first == traced(opened_anew, question).canonical()
    assert "elapsed" not in first
    assert list(json.loads(first)) == sorted(json.loads(first))


def test_what_was_understood_is_told(chain):
    trace = traced(chain, "令和7年度のデジタルツール導入の助成率は？小規模企業で賃上げもします")
    (asked,) = trace.asked
    understood = asked.understood
    assert "助成率" in understood.attributes
    assert understood.fiscal_years == (2025,)
    assert {"小規模企業", "賃上げ"} <= set(understood.met)
    assert all(word.weight >= 0 for word in understood.topic)


def test_facts_passages_and_lines_are_told_with_what_spoke_for_them(chain):
    (asked,) = traced(chain, "明日にチャレンジの助成限度額は？").asked
    assert asked.facts
    assert {fact.attribute for fact in asked.facts} == {"助成限度額"}
    assert {"lemmas", "bigrams", "dense", "keys"} == set(asked.passages[0].ranks)
    assert [line.score for line in asked.lines] == sorted((line.score for line in asked.lines), reverse=True)
    assert all(value and -1 <= value <= 1 for line in asked.lines for value in line.signals.values())
    assert 0 < asked.enough < 1


def test_a_line_that_is_not_sure_enough_is_told_as_rejected(chain):
    trace = traced(chain, "令和10年度の商店街の予算は？")
    (asked,) = trace.asked
    assert [(step.part, step.outcome) for step in trace.steps] == [("Composer", "rejected"), ("phrase", "wrote")]
    assert asked.probability < asked.enough


def test_every_question_of_a_message_is_traced(chain):
    trace = traced(chain, "デジタルツール導入の助成限度額はいくらですか。締切はいつですか。")
    assert len(trace.asked) >= 2


def test_what_is_withheld_is_told_with_what_was_missing(chain, caplog):
    with caplog.at_level(logging.CRITICAL), noting() as notes:
        assert not chain._prover.holds(Draft(text="上限は987万円です。"))
    (step,) = notes.steps
    assert (step.part, step.outcome, step.text) == ("grounding", "withheld", "上限は987万円です。")
    assert "987万円" in step.why


def test_nothing_is_noted_unless_asked(chain):
    with noting() as notes:
        pass
    chain.answer("産業交流展の会場は？")
    note("part", "wrote", "text")
    assert (notes.steps, notes.found) == ([], [])


def test_traces_of_several_threads_do_not_mix(chain):
    questions = [row[0] for row in QUESTIONS]
    alone = [traced(chain, question).canonical() for question in questions]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda question: traced(chain, question).canonical(), questions))
    assert together == alone


def test_earlier_turns_are_part_of_the_trace(chain):
    turns = [Message("user", "デジタルツール導入の助成限度額は？"), Message("assistant", "100万円です。")]
    trace = chain.explain([*turns, Message("user", "助成率は？")])[1]
    assert "デジタルツール" in "".join([trace.asked[0].understood.question, *trace.asked[0].understood.subjects])
