"""The guided finder over the real documents: verdicts with the words behind them, and nothing left out."""

import json
from pathlib import Path

import pytest

from ingest.errors import CorpusError
from ingest.fold import squeeze
from rag.eligibility.bootstrap import build_finder
from rag.eligibility.finding import EligibilityFinder, Fit
from rag.eligibility.form import question_of, read_form, told
from rag.eligibility.judging import Judge
from rag.eligibility.situation import Situation
from rag.eligibility.vocabulary import FILE, load_eligibility
from rag.grounding import unresolved
from tests.end_to_end.real import CORPUS
from tests.ingest.tables import read_table

HERE = Path(__file__).parent
STATES = {"該当": "met", "要確認": "unknown", "非該当": "unmet"}
SITUATIONS = [
    json.loads(line)
    for line in (HERE / "eligibility.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("//")
]
SME = Situation(applicant="sme", industry="E", region="tokyo-23", employees=12)


@pytest.fixture(scope="session")
def finder(chain) -> EligibilityFinder:
    return build_finder(chain, CORPUS)


def fit_of(finder: EligibilityFinder, situation: Situation, programme: str) -> Fit:
    return next(fit for fit in finder.find(situation).fits if fit.subject.id == programme)


@pytest.mark.parametrize("row", SITUATIONS, ids=lambda row: f"{row['programme']}-{row['verdict']}-{row['situation']}")
def test_a_situation_gets_the_verdict_that_the_document_gives(finder, row):
    fit = fit_of(finder, Situation(**row["situation"]), row["programme"])
    assert fit.state == STATES[row["verdict"]], fit.clauses
    wanted = STATES[row.get("clause_verdict", row["verdict"])]
    if row["clause"]:
        phrases = [clause.phrase for clause in fit.clauses if clause.state == wanted]
        assert any(squeeze(row["clause"]) in squeeze(phrase) for phrase in phrases), fit.clauses
    else:
        assert not any(clause.decides for clause in fit.clauses)
    assert row.get("ask", "") in "".join(fit.asks)


@pytest.mark.parametrize(("phrase", "given", "state"), read_table(str(HERE / "audiences.tsv")))
def test_the_words_for_an_audience_are_judged(phrase, given, state):
    pairs = dict(pair.split("=") for pair in given.split())
    figures = {name: int(pairs.pop(name)) for name in ("employees", "capital") if name in pairs}
    situation = Situation(**pairs, **figures)
    assert Judge(load_eligibility(CORPUS)).judge(phrase, situation).state == state


def test_every_programme_of_the_newest_documents_is_there_once(finder, chain):
    ledger = chain.index.store.ledger
    newest = max(fact.fiscal_year for fact in ledger.all_facts())
    stated = {fact.programme for fact in ledger.all_facts() if fact.fiscal_year == newest}
    named = {one.id for kind in ("programme", "event") for one in ledger.subjects(kind)}
    for situation in (SME, Situation(applicant="large", region="大阪府", cost=1, wish="海外")):
        finding = finder.find(situation)
        assert sorted(fit.subject.id for fit in finding.fits) == sorted(stated & named)
        assert finding.older == len(named - stated)


def test_every_clause_stands_in_its_citations_and_every_citation_resolves(finder, chain):
    for situation in (SME, Situation(applicant="large", region="大阪府", cost=10_000)):
        for fit in finder.find(situation).fits:
            for clause in fit.clauses:
                cited = "".join(citation.quote for citation in fit.citations if citation.n in clause.numbers)
                assert squeeze(clause.phrase) in squeeze(cited)
            for citation in (*fit.citations, *(fit.grant.citations if fit.grant else ())):
                page = chain.index.store.page(citation.document_id, citation.page)
                assert unresolved([citation], page.text) == []


def test_an_open_verdict_says_what_to_ask_and_a_closed_one_shows_its_clause(finder):
    for fit in finder.find(SME).fits:
        assert bool(fit.asks) == (fit.state == "unknown")
        if fit.state != "unknown":
            assert any(clause.decides and clause.state == fit.state for clause in fit.clauses)


def test_saying_more_never_turns_a_closed_verdict_into_its_opposite(finder):
    less = {fit.subject.id: fit.state for fit in finder.find(Situation(applicant="sme", region="tokyo")).fits}
    more = {fit.subject.id: fit.state for fit in finder.find(SME).fits}
    closed = {(less[id_], more[id_]) for id_ in less if less[id_] != "unknown"}
    assert closed <= {("met", "met"), ("unmet", "unmet")}


def test_what_fits_comes_first_and_what_is_wanted_leads_each_verdict(finder):
    finding = finder.find(Situation(applicant="sme", region="tokyo-23", wish="デジタルツールを導入したい"))
    order = [("met", "unknown", "unmet").index(fit.state) for fit in finding.fits]
    assert order == sorted(order)
    assert finding.fits[0].subject.id == "digital-tool-donyu"
    shares = [(fit.is_near, fit.share) for fit in finding.of("met")]
    assert shares == sorted(shares, reverse=True)


def test_words_tied_by_their_order_alone_say_so(finder):
    fit = fit_of(finder, Situation(applicant="association"), "gyokai-jinzai")
    assert [(clause.state, clause.tied) for clause in fit.clauses] == [("met", "order")]


def test_a_cost_is_calculated_where_rates_are_printed(finder):
    fit = fit_of(finder, Situation(applicant="sme", region="tokyo-23", cost=1_500_000), "digital-tool-donyu")
    # 1,500,000 x 1/2 = 750,000; x 2/3 = 1,000,000, the cap
    assert "＝75万円" in fit.grant.text
    assert "＝100万円" in fit.grant.text
    assert fit_of(finder, Situation(cost=1_500_000), "bcp-sakutei").grant is None


def test_a_cost_below_the_floor_is_no_calculation(finder):
    fit = fit_of(finder, Situation(applicant="sme", region="tokyo-23", cost=500_000), "setsubi-yakushin")
    assert fit.grant is None
    assert {clause.about for clause in fit.clauses if clause.state == "unmet"} == {"助成額の下限"}


def test_no_clause_of_these_documents_asks_for_the_capital(finder):
    assert not finder.asks_capital


@pytest.mark.parametrize(("field", "typed", "read"), read_table(str(HERE / "finder-form.tsv")))
def test_what_is_typed_is_read_or_refused_beside_its_field(field, typed, read):
    filled = read_form({field: typed}, load_eligibility(CORPUS))
    if read == "-":
        assert list(filled.errors) == [field]
        assert filled.situation.is_blank
    else:
        assert filled.errors == {}
        assert str(getattr(filled.situation, field)) == read


def test_a_wish_that_is_a_letter_is_refused():
    assert "300文字以内" in read_form({"wish": "あ" * 301}, load_eligibility(CORPUS)).errors["wish"]


def test_a_situation_is_told_and_asked_in_words():
    vocabulary = load_eligibility(CORPUS)
    situation = Situation("sme", "E", "tokyo-23", "equipment", "機械を替えたい。", 12, None, 3_000_000)
    assert told(situation, vocabulary) == "中小企業・個人事業主、製造業、従業員12人、東京都（23区）、費用300万円"
    assert question_of(Situation(wish="機械を替えたい"), vocabulary) == "機械を替えたい。使える支援はありますか。"
    assert question_of(situation, vocabulary).endswith(
        "です。機械を替えたい。設備整備・IT導入をしたい。使える支援はありますか。"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('means = ["shotengai"]', 'means = ["nobody"]', "nobody"),
        ('words = ["業界団体"]', 'words = ["商店街"]', "2つの意味"),
        ('id = "B"', 'id = "A"', "2回"),
        ('field = "wish"', 'field = "weather"', "weather"),
        ('words = ["業界団体"]', "words = 3", "一覧"),
        ("[limits]", "[limit]", "limits"),
        ("[frames]", "[frames", "読めません"),
    ],
)
def test_a_malformed_vocabulary_is_told_with_its_entry(tmp_path, old, new, told):
    text = (CORPUS / "lexicon" / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=told):
        load_eligibility(tmp_path)
