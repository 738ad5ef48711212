"""Drafts, end to end over the real documents: every part, every figure, every tone."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk.drafting.checking import Checker
from desk.drafting.draft import PART_NAMES, TONES, Sentence
from desk.drafting.office import Office
from desk.errors import InquiryError, PartError, ToneError
from desk.mail.reading import inquiry_of
from desk.measure import unproved
from desk.style.linting import lint_draft
from eval.mails import load_mails
from ingest.quantities import parse_quantities
from rag.grounding import unresolved

THREE = (Path(__file__).parent / "three-questions.txt").read_text(encoding="utf-8")
OFFICE = Office(
    "見本相談窓口", "見本課", "見本 花子", "東京都見本区1-2-3", "03-1111-2222", "9:00～17:00", "desk@example.jp"
)


@pytest.fixture(scope="module")
def draft(drafter):
    return drafter.draft(inquiry_of(THREE, "Re: DX推進支援助成金についての質問", "見本 太郎"), office=OFFICE)


def said(draft, number):
    part = next(part for part in draft.parts if part.name == "conclusion")
    return "\n".join(sentence.line for sentence in part.sentences if sentence.question == number)


def test_three_questions_of_which_two_cannot_be_answered_are_each_answered_rightly(draft):
    assert [one.answer.status for one in draft.answers] == ["answered", "not_found", "not_found"]
    assert "DX推進支援助成金" in said(draft, 1)
    assert "3,000万円" in said(draft, 1)
    assert "令和7年度" in said(draft, 1)
    assert draft.answers[1].answer.reason == "deadline"
    assert "資料に書かれていません" in said(draft, 2)
    assert "03-3251-7881" in said(draft, 2)  # the window that the documents name
    assert "令和6年度" in said(draft, 3)
    assert "3,000万円" not in said(draft, 3).split("近い記載")[0]


def test_the_reply_has_every_part_of_the_usual_frame_in_order(draft):
    assert [part.name for part in draft.parts] == list(PART_NAMES)
    assert draft.subject == "DX推進支援助成金について（回答）"
    assert draft.text.startswith("見本株式会社\n見本 太郎 様\n")
    assert "見本相談窓口です。" in draft.text
    assert "電話 03-1111-2222（受付時間 9:00～17:00）" in draft.text
    assert draft.text.rstrip().endswith("メール desk@example.jp")


def test_sources_are_named_by_title_and_page_and_marks_are_gone(draft):
    assert "（令和7年度 東京都の中小企業支援策 10ページ）。" in draft.text
    assert "[1]" not in draft.text


def test_every_citation_resolves_to_its_quote(draft, drafter):
    assert draft.citations
    for citation in draft.citations:
        page = drafter.chain.index.store.page(citation.document_id, citation.page)
        assert unresolved([citation], page.text) == []


@pytest.mark.parametrize("tone", TONES)
def test_no_tone_says_a_figure_without_evidence_nor_breaks_a_rule_of_style(desk, tone):
    for mail in load_mails(half="dev")[:5]:
        made = desk.drafter.draft(inquiry_of(mail.text, mail.subject, mail.sender), tone, OFFICE)
        assert list(unproved(made)) == []
        assert made.withheld == ()
        assert [(one.rule, one.text) for one in lint_draft(made, desk.rules)] == []


def test_the_plain_tone_says_the_answers_in_plain_japanese_with_the_same_figures(draft, drafter):
    plain = drafter.regenerate(draft, "conclusion", "plain")
    before, after = (next(one for one in made.parts if one.name == "conclusion") for made in (draft, plain))
    assert "助成限度額（＝もらうことができるお金の、いちばん多い額）は、3,000万円です" in after.text
    assert plain.withheld == ()
    figures = [[q.canonical for s in one.sentences for q in parse_quantities(s.text)] for one in (before, after)]
    assert set(figures[1]) == set(figures[0])
    assert [s.citations for s in after.sentences if s.citations] == [
        s.citations for s in before.sentences if s.citations
    ]


def test_an_answers_list_stays_a_list(drafter):
    text = "躍進的な事業推進のための設備投資支援事業の助成限度額はいくらでしょうか。"
    draft = drafter.draft(inquiry_of(text))
    assert "\n・競争力強化：" in draft.text
    assert draft.answers[0].answer.text.count("\n・") == draft.text.split("お答えの根拠")[0].count("\n・") > 2


def test_a_source_joins_the_brackets_that_end_a_line():
    assert (
        Sentence("事業（令和7年度の資料）", "answer", (), "白書 3ページ").line
        == "事業（令和7年度の資料、白書 3ページ）"
    )
    assert Sentence("100万円です。", "answer", (), "白書 3ページ").line == "100万円です（白書 3ページ）。"


def test_the_same_inquiry_gives_the_same_draft(draft, drafter):
    again = drafter.draft(inquiry_of(THREE, "Re: DX推進支援助成金についての質問", "見本 太郎"), office=OFFICE)
    assert again == draft


def test_one_part_is_written_anew_and_the_others_stay(draft, drafter):
    short = drafter.regenerate(draft, "conditions", "short")
    assert [part.name for part in short.parts if part not in draft.parts] == ["conditions"]
    assert drafter.regenerate(short, "conditions", "standard").parts == draft.parts


def test_a_figure_that_nothing_proves_is_withheld(draft):
    checker = Checker(draft.answers, THREE, OFFICE, (2025,))
    part = next(part for part in draft.parts if part.name == "conclusion")
    first = next(sentence for sentence in part.sentences if sentence.kind == "answer" and "3,000万円" in sentence.text)
    spoiled = replace(
        part, sentences=(replace(first, text=first.text.replace("3,000万円", "4,000万円")), *part.sentences)
    )
    kept, withheld = checker.checked(spoiled)
    assert [sentence.text for sentence in withheld] == [first.text.replace("3,000万円", "4,000万円")]
    assert first in kept.sentences


def test_the_frame_cannot_state_a_figure_of_its_own(draft):
    checker = Checker(draft.answers, THREE, OFFICE, (2025,))
    assert checker.missing(Sentence("審査には30日かかります。", "frame")) == ["30日"]
    assert checker.missing(Sentence("電話 03-9999-9999", "office")) != []


def test_a_situation_told_anywhere_in_the_mail_counts_for_every_question(drafter):
    text = "躍進的な設備投資支援の区分Ⅰ（競争力強化）の助成率を教えてください。\nなお、当社は小規模企業です。"
    (answer,) = drafter.draft(inquiry_of(text)).answers
    assert "小規模企業" in answer.turns[-1]


def test_a_later_question_takes_the_programme_from_the_one_before(drafter):
    text = "新製品・新技術開発助成事業の助成限度額を教えてください。\nまた、支援期間はどのくらいですか。"
    draft = drafter.draft(inquiry_of(text))
    assert draft.answers[1].about == "新製品・新技術開発助成事業"
    assert "1年9ヶ月" in draft.answers[1].answer.text
    assert "「新製品・新技術開発助成事業」についてのご質問としてお答えします。" in draft.text


@pytest.mark.parametrize(
    "text", ["よろしく", "🙏🙏a", "[1] {0} {name} %s <script>alert(1)</script>は？", "=1+1ですか", "\u202eかすで限期"]
)
def test_odd_inquiries_get_an_answer_or_a_sentence(drafter, text):
    try:
        said = drafter.draft(inquiry_of(text, "\r\nBcc: x", "{name}")).text
    except InquiryError as error:
        said = str(error)
    assert said.strip().endswith(("。", "窓口"))


def test_braces_in_a_name_stay_braces(drafter):
    assert "{office} 様" in drafter.draft(inquiry_of("DX推進支援助成金の助成率は？", "", "{office}")).text


def test_wrong_names_are_refused_with_the_right_ones(draft, drafter):
    with pytest.raises(ToneError, match="standard、short、plain"):
        drafter.draft(inquiry_of("助成率は？"), "rude")
    with pytest.raises(PartError, match="conclusion"):
        drafter.regenerate(draft, "poem", "short")
