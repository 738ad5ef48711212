"""What the repositories promise, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.errors import ConflictError, NotFoundError
from desk.store import (
    Asked,
    Assignment,
    Candidate,
    CannedAnswer,
    Comment,
    Conversation,
    DraftPart,
    Feedback,
    InquiryQuestion,
    Template,
)  # fmt: skip
from tests.desk.store.sample import AT, draft, inquiry, user


@pytest.fixture
def desk(database):
    """A database with two users, an inquiry with two questions and a draft."""
    with database.begin() as work:
        work.users.add(user("u1"))
        work.users.add(user("u2", role="admin"))
        work.inquiries.add(inquiry())
        work.inquiries.set_questions("i1", [InquiryQuestion(f"q{n}", "i1", n, f"質問{n}", n, n + 1) for n in (0, 1)])
        part = DraftPart("p1", "d1", 0, "answer", "助成率は2/3です。", [{"n": 1, "document_id": "r07"}], {}, "q0")
        work.drafts.add(draft(made_by="u1"), [part])
    return database


def test_a_user_comes_back_as_it_was_added(desk):
    with desk.read() as work:
        assert work.users.get("u1") == user("u1")
        assert work.users.by_email("u2@mihon.example") == user("u2", role="admin")
        assert work.users.get("u3") is None


def test_two_users_of_one_address_are_refused_and_nothing_is_kept(desk):
    def add_two():
        with desk.begin() as work:
            work.users.add(user("u3"))
            work.users.add(user("u4", email="u1@mihon.example"))

    with pytest.raises(ConflictError):
        add_two()
    with desk.read() as work:
        assert work.users.get("u3") is None


def test_inquiries_are_numbered_one_by_one_and_found_by_their_words(desk):
    with desk.begin() as work:
        second = work.inquiries.add(inquiry("i2", subject="100%補助？", body="a_b"))
    assert second.number == 2
    with desk.read() as work:
        assert [found.id for found in work.inquiries.find()] == ["i2", "i1"]
        assert [found.id for found in work.inquiries.find(words="100% a_b")] == ["i2"]
        assert work.inquiries.find(words="%助成率_") == []
        assert work.inquiries.count(state="new") == 2


def test_one_mail_is_taken_in_once(desk):
    with desk.begin() as work:
        work.inquiries.add(inquiry("i2", message_id="<a@mihon.example>"))
    with pytest.raises(ConflictError), desk.begin() as work:
        work.inquiries.add(inquiry("i3", message_id="<a@mihon.example>"))
    with desk.read() as work:
        assert work.inquiries.by_message_id("<a@mihon.example>").id == "i2"


def test_questions_change_places_and_texts_without_losing_their_draft_parts(desk):
    changed = [InquiryQuestion("q1", "i1", 0, "質問1", 1, 2), InquiryQuestion("q0", "i1", 1, "改めた質問", 0, 1)]
    with desk.begin() as work:
        work.inquiries.set_questions("i1", changed)
    with desk.read() as work:
        assert work.inquiries.questions("i1") == changed
        assert work.drafts.parts("d1")[0].question_id == "q0"


def test_every_revision_of_a_draft_is_kept(desk):
    with desk.begin() as work:
        saved = work.drafts.save("d1", 1, AT + timedelta(minutes=1), "u2", "窓口を足した", text="案と窓口")
    assert (saved.revision, saved.text, saved.proposed_text) == (2, "案と窓口", "案")
    with desk.read() as work:
        kept = [(one.revision, one.text, one.note, one.user_id) for one in work.drafts.revisions("d1")]
    assert kept == [(1, "案", "", "u1"), (2, "案と窓口", "窓口を足した", "u2")]


def test_a_save_from_an_older_revision_is_refused_and_changes_nothing(desk):
    with desk.begin() as work:
        work.drafts.save("d1", 1, AT, "u1", text="先の人")
    with pytest.raises(ConflictError, match="第2版"), desk.begin() as work:
        work.drafts.save("d1", 1, AT, "u2", text="後の人")
    with desk.read() as work:
        assert work.drafts.get("d1").text == "先の人"
        assert len(work.drafts.revisions("d1")) == 2


def test_removing_an_inquiry_takes_all_that_hangs_on_it(desk):
    with desk.begin() as work:
        work.inquiries.add_comment(Comment("c1", "i1", "u1", "確認中", AT))
        work.inquiries.assign(Assignment("i1", "u1", "u2", AT))
        work.inquiries.remove("i1")
    with desk.read() as work:
        assert work.inquiries.questions("i1") == []
        assert work.inquiries.comments("i1") == []
        assert work.inquiries.assignment("i1") is None
        assert work.drafts.revisions("d1") == []
        assert work.drafts.parts("d1") == []
        with pytest.raises(NotFoundError):
            work.drafts.get("d1")


def test_an_inquiry_has_one_person_who_looks_after_it(desk):
    with desk.begin() as work:
        work.inquiries.assign(Assignment("i1", "u1", None, AT))
        work.inquiries.assign(Assignment("i1", "u2", "u1", AT))
    with desk.read() as work:
        assert work.inquiries.assignments(["i1"])["i1"].user_id == "u2"
        assert work.inquiries.count(user_id="u1") == 0
        assert work.inquiries.count(user_id="u2") == 1


def test_a_removed_user_leaves_the_drafts_without_a_name(desk):
    with desk.begin() as work:
        work.users.remove("u1")
    with desk.read() as work:
        assert work.drafts.get("d1").made_by is None


def test_a_conversation_is_its_owners_alone(desk):
    talk = Conversation("c1", "u1", "助成率", [{"role": "user", "content": "助成率は？"}], AT, AT)
    with desk.begin() as work:
        work.conversations.save(talk)
        work.conversations.save(replace(talk, title="改題"))
    with desk.read() as work:
        assert work.conversations.get("c1", "u1").title == "改題"
        for asked in (lambda: work.conversations.get("c1", "u2"), lambda: work.conversations.get("c9", "u1")):
            with pytest.raises(NotFoundError, match="この相談の記録はありません。"):
                asked()
    with pytest.raises(NotFoundError), desk.begin() as work:
        work.conversations.save(replace(talk, user_id="u2"))


def test_a_canned_answer_holds_on_its_last_day_and_not_after(desk):
    facts = [{"programme": "dx", "attribute": "助成率", "conditions": [], "fiscal_year": 2025, "value": "rate:2/3"}]
    answer = CannedAnswer("a1", "助成率", "助成率は？", "2/3です。", facts, [], AT, date(2025, 12, 31))
    with desk.begin() as work:
        work.canned_answers.save(answer)
        work.canned_answers.save(replace(answer, text="3分の2です。"))
    with desk.read() as work:
        assert [one.text for one in work.canned_answers.valid_on(date(2025, 12, 31))] == ["3分の2です。"]
        assert work.canned_answers.valid_on(date(2026, 1, 1)) == []
        assert work.canned_answers.get("a1").facts == facts


def test_templates_candidates_and_feedback_come_back(desk):
    template = Template("t1", "標準の書き出し", "{{宛名}} 様", AT, changed_by="u1")
    candidate = Candidate("k1", "助成率は？", {"text": "2/3"}, "draft", "d1", AT)
    said = Feedback("f1", AT, "answer-1", "bad", "wrong_figure", "率が違う", "助成率は？", {"answer": "1/2"}, "u1")
    with desk.begin() as work:
        work.templates.save(template)
        work.candidates.add(candidate)
        work.candidates.decide("k1", "taken", "採用")
        work.feedback.add(said)
    with desk.read() as work:
        assert work.templates.all() == [template]
        assert work.candidates.all("taken") == [replace(candidate, state="taken", note="採用")]
        assert work.feedback.newest(10, verdict="bad") == [said]
        assert work.feedback.count("good") == 0


def test_the_audit_trail_is_searched_and_paged_newest_first(desk):
    with desk.begin() as work:
        for number in range(5):
            work.audit.record(
                AT + timedelta(days=number), f"u{number % 2 + 1}", "draft.save", f"d{number}", revision=number
            )
    with desk.read() as work:
        assert [event.object for event in work.audit.find(Asked(), 2, 1)] == ["d3", "d2"]
        assert work.audit.count(Asked(text="d4")) == 1
        assert work.audit.count(Asked(text="nobody", actors=("u1",))) == 3
        assert work.audit.count(Asked(text="%")) == 0
        assert work.audit.count(Asked(since=AT + timedelta(days=1), before=AT + timedelta(days=3))) == 2
        assert work.audit.find(Asked(), 1)[0].detail == {"revision": 4}
