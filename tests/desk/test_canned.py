"""Canned answers against the real ledger and the calendar."""

from dataclasses import replace
from datetime import date

import pytest

from desk.canned import Canned, check, reliance_on

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def ledger(drafter):
    return drafter.chain.index.store.ledger


@pytest.fixture(scope="module")
def fact(ledger):
    return next(f for f in ledger.all_facts() if f.attribute == "助成限度額" and f.fiscal_year == 2025 and f.is_figure)


def test_an_answer_whose_facts_stand_is_ok_to_its_last_day(ledger, fact):
    canned = Canned("a", "見本", TODAY, (reliance_on(fact),))
    assert check(canned, ledger, TODAY).state == "ok"
    assert check(canned, ledger, date(2026, 11, 22)).state == "expired"


def test_a_changed_figure_is_named_with_old_new_and_place(ledger, fact):
    old = replace(reliance_on(fact), value="yen:1", text="1円")
    checked = check(Canned("a", "見本", TODAY, (old,)), ledger, TODAY)
    assert checked.state == "changed"
    assert (checked.changes[0].old, checked.changes[0].new) == ("1円", fact.text)
    assert checked.changes[0].fact.page == fact.page


def test_a_fact_that_is_gone_is_missing(ledger, fact):
    gone = replace(reliance_on(fact), programme="no-such-programme")
    checked = check(Canned("a", "見本", TODAY, (reliance_on(fact), gone)), ledger, TODAY)
    assert checked.state == "missing"
    assert [change.new for change in checked.changes] == [""]


def test_an_answer_of_one_year_stays_with_that_year(ledger, fact):
    assert (
        check(Canned("a", "", TODAY, (replace(reliance_on(fact), fiscal_year=1999),)), ledger, TODAY).state == "missing"
    )
