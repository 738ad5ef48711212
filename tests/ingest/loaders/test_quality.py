"""The text-quality gate: clean text passes, each kind of damage is named."""

import pytest

from ingest.quality import judge_text

CLEAN = """試作支援事業では、都内の中小企業者が行う新しい製品やサービスの試作に要する経費の一部を助成します。
対象となるのは、都内に主たる事業所を持ち、引き続き２年以上事業を営んでいる会社や個人です。
申請の前に、専門家による相談を受けることができます。詳しい内容は、募集要項をご覧ください。
助成率は１/２以内、助成限度額は２，０００万円です。電話でのお問い合わせも受け付けています。"""


def test_clean_text_is_good():
    assert judge_text(CLEAN).verdict == "good"
    assert judge_text(CLEAN).reasons == ()


def test_a_page_without_letters_is_bad():
    assert judge_text(" \n").verdict == "bad"


@pytest.mark.parametrize(
    ("damaged", "word"),
    [
        (CLEAN.replace("の", "(cid:1234)"), "cid"),
        (CLEAN.replace("の", "\ufffd").replace("で", "\ufffd"), "読めない文字"),
        (CLEAN.replace("の", "䛾").replace("る", "䜛").replace("す", "䛩").replace("で", "䛷"), "別の漢字や部首"),
        (CLEAN.encode("utf-8").decode("cp932", "ignore"), "辞書にない語"),
        (CLEAN.encode("cp932", "ignore").decode("latin-1"), "読めない文字"),
        ("\n".join(CLEAN), "1文字だけの行"),
    ],
)
def test_damaged_text_is_bad_and_says_why(damaged, word):
    quality = judge_text(damaged)
    assert quality.verdict == "bad"
    assert any(word in reason for reason in quality.reasons)


def test_text_read_in_a_wrong_encoding_is_never_good():
    assert judge_text((CLEAN * 3).encode("euc_jp", "ignore").decode("cp932", "ignore")).verdict != "good"


def test_a_short_label_is_not_judged_by_shares():
    assert judge_text("㈱髙﨑製作所").verdict == "good"


def test_english_and_figures_are_good():
    assert (
        judge_text("SME Support Guide 2027 - Grants, subsidies and loans for small companies in Tokyo " * 3).verdict
        == "good"
    )
