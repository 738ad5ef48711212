"""A question of a mail gets the answer that the chat gives to it, whatever the mail is like."""

import functools

import pytest

from desk.mail.reading import inquiry_of
from desk.measure import is_same

PROGRAMMES = ["DX推進支援助成金", "製品開発着手支援助成事業", "東京都BCP策定支援事業"]
ASKED = ["助成限度額はいくらですか", "支援規模は何件ですか", "どのような支援を受けられますか"]
MAILS = {
    "numbered": "お世話になっております。\n{0}について3点伺います。\n①{1}\n②{2}\n③{3}\nよろしくお願いいたします。",
    "in a row": "{0}の{1}。{2}。それから{3}。",
    "applying": "このたび{0}に申し込みたいと考えております。\n{1}。{2}。\nまた、{3}。\n"
    "お忙しいところ恐れ入りますが、ご回答のほどお願いいたします。",
    "with a word for it": "このたび{0}に申し込みたいと考えております。同事業の{1}。\nまた、この事業の{2}。\n"
    "当該事業の{3}。",
    "in bullets": "{0}についてお尋ねします\n■ {1}\n■ {2}\n■ {3}",
    "after a quoted mail": "ありがとうございました。追加で伺います。\n{1}。{2}。{3}。\n\n> {0}についてのご回答です。",
    "with a postscript": "{0}について伺います。\n{1}。{2}。\n敬具\n\n見本建設株式会社\n見本 太郎\n\n追伸　{3}。",
    "by blank lines": "{0}の件です。\n\n{1}。\n\n\n{2}。\n\n\n{3}。\n\n以上です。",
    "under a heading": "【お問い合わせ事業】{0}\n【質問】\n1. {1}\n2. {2}\n3. {3}",
}


@pytest.fixture(scope="module")
def in_chat(drafter):
    """The chat's answer to a question, asked once for all mails."""
    return functools.cache(lambda question: drafter.ask((question,)))


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("form", MAILS)
def test_each_question_is_answered_as_in_the_chat(drafter, in_chat, form, programme):
    draft = drafter.draft(inquiry_of(MAILS[form].format(programme, *ASKED)))
    assert len(draft.answers) == len(ASKED), [one.question for one in draft.answers]
    for question, answered in zip(ASKED, draft.answers, strict=True):
        assert is_same(answered.answer, in_chat(f"{programme}の{question}")), answered.turns


def test_a_question_after_one_that_looks_for_a_programme_is_asked_after_it(drafter):
    text = "和菓子店です。店を誰かに譲るか悩んでいます。専門家に相談できるところはありますか。費用はかかりますか。"
    first, second = drafter.draft(inquiry_of(text, "事業承継の件")).answers
    assert second.turns == (first.turns[-1], "費用はかかりますか。")
    assert second.about == ""


def test_a_subject_line_does_not_override_what_a_question_says_itself(drafter):
    text = "厨房機器の導入と新しいメニューの開発に使いたいのですが、助成率が上がる制度の上限を教えてください。"
    (answered,) = drafter.draft(inquiry_of(text, "賃上げ支援")).answers
    assert answered.about == ""


LEANING = {
    "その枠": (
        "ゼロエミッション東京の実現等に向けたイノベーション促進事業についてです。\n"
        "1. 大学発V・一般枠の補助限度額はいくらですか。\n2. その枠の支援期間は最長で何年間ですか。",
        "ゼロエミッション東京の実現等に向けたイノベーション促進事業の大学発V・一般枠の支援期間は最長で何年間ですか。",
    ),
    "a sum after a course": (
        "躍進的な事業推進のための設備投資支援事業について伺います。\n"
        "アップグレード促進区分では、助成率はいくつですか。\n経費は2億4,000万円の予定です。助成額はいくらになりますか。",
        "躍進的な事業推進のための設備投資支援事業のアップグレード促進区分で、経費は2億4,000万円の予定です。"
        "助成額はいくらになりますか。",
    ),
    "a condition": (
        "躍進的な事業推進のための設備投資支援事業の助成限度額はいくらですか。\n"
        "ゼロエミッションの場合に助成率がいくつになるのかも分かりません。",
        "躍進的な事業推進のための設備投資支援事業の、ゼロエミッションの場合の助成率はいくつですか。",
    ),
    "brackets": (
        "業界別人材確保強化事業について伺います。\n補助上限はいくらでしょうか（当協会は建設業の団体です）",
        "当協会は建設業の団体です。業界別人材確保強化事業の補助上限はいくらでしょうか。",
    ),
    "the earlier mail": (
        "追加で、助成率が賃上げをした場合にどうなるのかを伺えればと思います。\n\n> DX推進支援助成金の件です。",
        "DX推進支援助成金の助成率は賃上げをした場合にどうなりますか。",
    ),
}


@pytest.mark.parametrize("form", LEANING)
def test_a_question_that_leans_on_the_mail_is_answered_as_the_whole_question_is(drafter, form):
    mail, whole = LEANING[form]
    answered = drafter.draft(inquiry_of(mail)).answers[-1]
    assert is_same(answered.answer, drafter.ask((whole,))), answered.turns
    assert answered.answer.status == "answered"
