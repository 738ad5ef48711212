"""Masking by the rules of the corpus: each rule's own example, and a table of what must and must not go."""

from pathlib import Path

import pytest

from desk.masking import load_masker

MASKER = load_masker(Path("corpus"))


@pytest.mark.parametrize("rule", MASKER.rules, ids=lambda rule: rule.before[:12])
def test_each_rule_masks_its_example(rule):
    assert MASKER.masked(rule.before) == rule.after


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("ＴＥＬ：０３－００００－１２３４", "1234"),
        ("090-0000-5678にお電話ください", "5678"),
        ("（03）0000-1234", "0000"),
        ("Taro.Mihon+1@mail.example.co.jp", "Taro"),
        ("田中 一郎様の会社です", "一郎"),
        ("鈴木氏によると", "鈴木"),
        ("氏名：佐藤花子", "佐藤"),
        ("高橋と申します", "高橋"),
    ],
)
def test_personal_data_is_masked(text, gone):
    assert gone not in MASKER.masked(text)


@pytest.mark.parametrize(
    "text",
    ["助成限度額は1,000万円ですか", "令和7年4月1日から2026-03-31までですか", "お客様の声を集めたい",
     "皆様の助成率は2/3ですか", "同様の制度はありますか", "多様な働き方の助成金", "様式第1号の書き方",
     "従業員は10-20人です"],
)  # fmt: skip
def test_the_words_of_a_question_stay(text):
    assert MASKER.masked(text) == text


def test_known_names_are_masked_wherever_they_stand():
    assert "見本商店" not in MASKER.masked("見本商店の者です", ["見本商店"])
