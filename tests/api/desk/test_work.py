"""The work flow through the pages, as two people's browsers call it, over the real index."""

import re
from html import unescape

import pytest

from api.access import SESSION_COOKIE
from desk.clock import now
from desk.signing_in import start_session
from desk.store import User
from eval.loading import load_sets
from tests.api.desk.conftest import PAGE
from tests.api.desk.inquiries import bring, brought, form_of


@pytest.fixture
def app(real_app, desk_settings):
    return real_app(desk_settings)


@pytest.fixture
def colleague(people, database, person, stored):
    """A second person of the staff."""
    user = User("colleague", "colleague@mihon.example", "見本 同僚", "staff", stored, None, None, now())
    with database.begin() as work:
        work.users.add(user)
        token = start_session(work, user, now())
    second = person()
    second.client.cookies.set(SESSION_COOKIE, token)
    return second


@pytest.fixture
def path(people) -> str:
    """The address of an inquiry that a mail has brought."""
    return brought(people["staff"])


def act(person, path: str, do: str, **changes: str):
    return person.post(f"{path}/draft", {**form_of(person, path), "do": do, **changes})


def test_the_inbox_is_filtered_searched_in_replies_and_paged(people, colleague):
    staff = people["staff"]
    rows = "".join(f"見本{number},助成率は？（{number}）\n" for number in range(25))
    bring(staff, f"件名,本文\n{rows}".encode(), "見本.csv")
    assert "1 / 2ページ" in staff.get("/desk").text
    assert "2 / 2ページ" in staff.get("/desk?number=2").text
    path = re.search(r'href="(/desk/inquiries/[0-9a-f]{20})"', staff.get("/desk?q=見本7").text)[1]
    staff.post(f"{path}/draft/make")
    act(staff, path, "review", **{"part-conclusion": "ふしぎな言葉を返信に書きました。"})
    found = staff.get("/desk?q=ふしぎな言葉").text
    assert path in found
    assert "1件" in found
    assert path in colleague.get("/desk?state=review&who=none").text
    assert path not in staff.get("/desk?state=new").text
    assert staff.get("/desk?q=%00%25_&who=%00").status_code == 200


def test_who_wrote_a_reply_does_not_approve_it(people, colleague, path, database):
    staff = people["staff"]
    assert act(staff, path, "review").status_code == 303
    refused = act(staff, path, "approve")
    assert refused.status_code == 422
    assert "ほかの職員に承認を頼んでください" in refused.text
    assert act(colleague, path, "approve").status_code == 303
    assert act(staff, path, "send").status_code == 303
    with database.read() as work:
        draft = work.drafts.of_inquiry(path.rsplit("/", 1)[1])[0]
        assert (draft.state, draft.approved_by, draft.sent_by) == ("sent", "colleague", "staff")
        assert draft.sent_text == draft.text
    locked = act(staff, path, "save", **{"part-conclusion": "書き換え"})
    assert locked.status_code == 422
    assert "書き換え</textarea>" in locked.text  # what was typed is shown, not lost


def test_where_the_office_wants_no_second_pair_of_eyes_the_author_approves(people, path, database):
    with database.begin() as work:
        work.office.save({"second_pair_of_eyes": False})
    staff = people["staff"]
    assert act(staff, path, "review").status_code == 303
    assert 'value="approve"' in staff.get(path).text
    assert act(staff, path, "approve").status_code == 303
    with database.read() as work:
        draft = work.drafts.of_inquiry(path.rsplit("/", 1)[1])[0]
        assert (draft.state, draft.approved_by) == ("approved", "staff")


def test_an_inquiry_is_ended_and_taken_up_again_where_it_stood(people, path):
    staff = people["staff"]
    assert act(staff, path, "close", **{"part-thanks": "電話で答えました。"}).status_code == 303
    page = staff.get(path).text
    assert "この問い合わせは終了しています。" in page
    assert 'value="review"' not in page
    assert path in staff.get("/desk?state=closed").text
    for do in ("save", "review", "rewrite"):
        refused = act(staff, path, do, **{"part-thanks": "あとから書きました。"})
        assert refused.status_code == 422
        assert "先に再開してください" in refused.text
        assert "あとから書きました。" in refused.text  # what was typed is shown, not lost
    staff.post(f"{path}/reopen")
    assert form_of(staff, path)["part-thanks"] == "電話で答えました。"
    assert act(staff, path, "review").status_code == 303
    assert path in staff.get("/desk?state=review").text


def test_an_inquiry_that_needs_no_reply_is_ended_without_a_draft(people):
    staff = people["staff"]
    bring(staff, "件名,本文\n一,助成率は？\n二,窓口は？\n".encode(), "見本.csv")
    path = re.search(r'href="(/desk/inquiries/[0-9a-f]{20})"', staff.get("/desk?q=助成率は").text)[1]
    assert staff.post(f"{path}/close").status_code == 303
    assert "下書きを作る" not in staff.get(path).text
    staff.post(f"{path}/reopen")
    page = staff.get(path).text
    assert "下書きを作る" in page
    assert "問い合わせの終了" in page
    assert "問い合わせの再開" in page


def test_an_edit_by_the_approver_is_saved_and_not_approved(people, colleague, path):
    act(people["staff"], path, "review")
    answer = act(colleague, path, "approve", **{"part-thanks": "ありがとうございます。"})
    assert answer.status_code == 422
    assert "保存しました。" in answer.text
    assert form_of(colleague, path)["part-thanks"] == "ありがとうございます。"


def test_two_edits_at_once_lose_nothing_and_can_be_merged(people, colleague, path):
    staff = people["staff"]
    mine, theirs = form_of(staff, path), form_of(colleague, path)
    theirs |= {"part-thanks": "同僚のお礼です。", "part-window": "同僚の窓口です。"}
    assert colleague.post(f"{path}/draft", theirs).status_code == 303
    mine |= {"part-thanks": "自分のお礼です。", "part-conditions": "自分の注意です。"}
    clash = staff.post(f"{path}/draft", mine)
    assert clash.status_code == 409
    assert "見本 同僚" in clash.text
    for words in ("同僚のお礼です。", "自分のお礼です。", "自分の注意です。", "2人とも書き換え"):
        assert words in clash.text
    merged = dict(re.findall(r'name="(part-\w+)" rows="\d+">\n(.*?)</textarea>', clash.text, re.DOTALL))
    assert merged["part-window"] == "同僚の窓口です。"  # only they changed it
    assert merged["part-conditions"] == "自分の注意です。"  # only I did
    revision = re.search(r'name="revision" value="(\d+)"', clash.text)[1]
    merged["part-thanks"] = "2人のお礼です。"
    assert staff.post(f"{path}/draft", {**merged, "revision": revision, "do": "save"}).status_code == 303
    now_there = form_of(staff, path)
    assert [now_there[f"part-{kind}"] for kind in ("thanks", "window", "conditions")] == [
        "2人のお礼です。", "同僚の窓口です。", "自分の注意です。",
    ]  # fmt: skip


def test_a_step_taken_on_an_old_page_is_a_conflict_too(people, colleague, path):
    old = form_of(people["staff"], path)
    act(colleague, path, "save", **{"part-thanks": "先に保存。"})
    assert people["staff"].post(f"{path}/draft", {**old, "do": "review"}).status_code == 409


def test_one_part_is_written_anew_in_another_tone_and_the_rest_stays(people, path):
    staff = people["staff"]
    before = form_of(staff, path)
    edited = {"part-conclusion": "手で書いた回答です。"}
    assert act(staff, path, "regenerate:thanks", tone="plain", **edited).status_code == 303
    after = form_of(staff, path)
    assert after["part-thanks"] != before["part-thanks"]
    assert after["part-conclusion"] == "手で書いた回答です。"
    refused = act(staff, path, "regenerate:thanks", tone="short")
    assert refused.status_code == 422
    assert "お礼" in refused.text


def test_a_figure_without_proof_and_style_are_remarked(people, path):
    act(people["staff"], path, "save", **{"part-conclusion": "助成限度額は999万円で、必ず採択されます。"})
    page = people["staff"].get(path).text
    assert "この数字は、根拠の資料で確かめられません" in page
    assert "約束と受け取られます" in page


def test_templates_and_canned_answers_are_inserted_with_their_places_filled(people, path):
    staff = people["staff"]
    assert "差し込みはありません" in staff.post("/desk/templates", {"name": "悪い", "text": "{{天気}}"}).text
    staff.post("/desk/templates", {"name": "結び", "text": "{{宛名}}、またどうぞ。"})
    question = "中小企業デジタルツール導入促進支援事業の助成限度額を教えてください"
    staff.post("/desk/canned", {"title": "限度額", "question": question, "text": "限度額は100万円です。"})
    page = staff.get(path).text
    template, canned = re.search(r'value="(template:\w+)"', page)[1], re.search(r'value="(canned:\w+)"', page)[1]
    act(staff, path, "insert", wording=template, into="conclusion")
    act(staff, path, "insert", wording=canned, into="conclusion")
    text = form_of(staff, path)["part-conclusion"]
    assert "様、またどうぞ。" in text
    assert text.endswith("限度額は100万円です。")


def test_a_canned_answer_whose_figure_changed_is_flagged_and_not_offered(people, path, database):
    staff = people["staff"]
    question = "中小企業デジタルツール導入促進支援事業の助成限度額を教えてください"
    staff.post("/desk/canned", {"title": "限度額", "question": question, "text": "限度額は100万円です。"})
    with database.begin() as work:
        kept = work.canned_answers.all()[0]
        assert [fact["value"] for fact in kept.facts] == ["yen:1000000"] * len(kept.facts) != []
        old = [{**fact, "value": "yen:900000", "text": "90万円"} for fact in kept.facts]
        work.canned_answers.save(type(kept)(**{**{n: getattr(kept, n) for n in kept.__slots__}, "facts": old}))
    page = staff.get("/desk/canned").text
    assert "数字が変わりました" in page
    assert "90万円 → 100万円" in page
    assert "canned:" not in staff.get(path).text
    refused = act(staff, path, "insert", wording=f"canned:{kept.id}")
    assert refused.status_code == 422


def test_exports_hold_what_staff_made_of_it(people, path):
    staff = people["staff"]
    act(staff, path, "save", **{"part-thanks": "書き換えたお礼です。"})
    assert "書き換えたお礼です。" in staff.get(f"{path}/draft/export/txt").text
    mail = staff.get(f"{path}/draft/export/eml").content
    assert b"In-Reply-To: <mihon-1@mihon.example>" in mail
    assert staff.get(f"{path}/draft/export/docx").content.startswith(b"PK")
    assert staff.get(f"{path}/draft/export/exe").status_code == 404


def test_an_inquiry_without_a_question_is_answered_by_hand(people):
    staff = people["staff"]
    answer = staff.post("/desk/inquiries", {"text": "。。。1"})
    path = answer.headers["location"].partition("?")[0]
    page = staff.get(answer.headers["location"]).text
    if "?done=unread" in answer.headers["location"]:
        assert "手で書いてください" in page
    assert act(staff, path, "save", **{"part-conclusion": "手で書きました。"}).status_code == 303
    assert form_of(staff, path)["part-conclusion"] == "手で書きました。"


def test_comments_assignment_and_the_trail_of_an_inquiry(people, path):
    staff = people["staff"]
    staff.post(f"{path}/assign", {"who": "admin"})
    staff.post(f"{path}/comments", {"text": "折り返しの電話あり"})
    page = staff.get(path).text
    for words in ("折り返しの電話あり", "担当の変更", "問い合わせの受付", "下書きの作成"):
        assert words in page
    assert "助成金について" in people["admin"].get("/desk?who=me").text
    assert staff.post(f"{path}/assign", {"who": "evaluator"}).status_code == 422


def test_what_is_not_there_is_not_found(people, path):
    staff = people["staff"]
    for address in (
        "/desk/inquiries/0",
        f"{path}/draft/revisions/99",
        "/desk/canned/0",
        "/desk/inquiries/0/draft/export/txt",
    ):
        assert staff.get(address).status_code == 404, address
    for address in (
        "/desk/inquiries/0/draft",
        "/desk/inquiries/0/assign",
        "/desk/templates/0",
        "/desk/canned/0/remove",
    ):
        assert staff.post(address, {"text": "x", "name": "x"}).status_code == 404, address
    for address in ("/evaluation/candidates/0", "/evaluation/runs/20250101T000000Z", "/evaluation/runs/..%2f..%2fetc"):
        assert people["evaluator"].get(address).status_code == 404, address


def test_a_question_becomes_an_item_that_the_evaluation_loads(people, path, real_index):
    staff, evaluator = people["staff"], people["evaluator"]
    page = staff.get(path).text
    propose = re.search(r'action="(/desk/inquiries/\w+/questions/\w+/propose)"', page)[1]
    assert "チェックを入れてください" in staff.post(propose).text
    assert staff.post(propose, {"consent": "yes"}).status_code == 303
    listed = evaluator.get("/evaluation/candidates").text
    review = re.search(r'href="(/evaluation/candidates/\w+)"', listed)[1]
    shown = evaluator.get(review).text
    assert "yen:1000000" in shown
    form = {"question": "デジタルツールの助成限度額は？", "kind": "cap", "status": "answered", "figures": "yen:1000000",
            "document": "r07", "page": "9", "quote": "助成限度額"}  # fmt: skip
    assert "そのページにありません" in evaluator.post(review, {**form, "quote": "資料にない言葉"}).text
    assert "使えません" in evaluator.post(review, {**form, "figures": "百万円"}).text
    assert evaluator.post(review, form).status_code == 303
    assert evaluator.post(review, form).status_code == 409
    items = load_sets(real_index.index.parent / "sets")
    assert [item.turns for item in items] == [("デジタルツールの助成限度額は？",)]
    assert items[0].reviewed_by == "見本 evaluator"
    (real_index.index.parent / "sets" / "own.jsonl").unlink()


def test_habits_show_what_staff_always_change(people, colleague):
    staff = people["staff"]
    for number in range(2):
        text = f"中小企業デジタルツール導入促進支援事業の助成限度額は？（{number}）"
        path = staff.post("/desk/inquiries", {"text": text, "subject": f"質問{number}"}).headers["location"]
        thanks = form_of(staff, path)["part-thanks"].replace("ありがとうございます", "感謝いたします")
        act(staff, path, "review", **{"part-thanks": thanks})
        act(colleague, path, "approve")
        act(staff, path, "send")
    page = staff.get("/desk/habits").text
    assert "<ins>感謝いたし" in page.replace("\n", "")
    assert "2件" in page


def test_an_ended_session_gives_the_reply_back(people, path, stored):
    staff = people["staff"]
    form = {
        **form_of(staff, path),
        "part-conclusion": "長く書いた回答です。",
        "do": "save",
        "csrf": staff.token("/account"),
    }
    staff.client.cookies.clear()
    answer = staff.client.post(f"{path}/draft", data=form, headers=PAGE, follow_redirects=False)
    assert answer.status_code == 401
    carried = unescape(answer.text)
    assert '["part-conclusion", "長く書いた回答です。"]' in carried
    assert '["do", "save"]' in carried
