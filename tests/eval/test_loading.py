"""Question sets: what is read, and how a mistake is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.loading import Selection, SetError, load_sets, read_item, read_sets

RIGHT: dict[str, Any] = {
    "id": "cap-1",
    "kind": "cap",
    "turns": ["いくらまで？"],
    "expect": {
        "status": ["answered"],
        "figures": [{"value": "yen:1000000", "role": "助成限度額", "conditions": ["賃上げ"]}],
        "strings": [["設備"]],
    },
    "document": "new",
    "pages": [1],
    "quotes": ["助成限度額 １００万円"],
    "programme": "設備更新支援事業",
    "fiscal_years": [2025],
    "reviewed_by": "team",
    "reviewed_at": "2026-11-20",
}


def write(folder: Path, name: str, *rows: dict[str, Any] | str) -> None:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_items_are_read_with_their_place(tmp_path: Path):
    write(tmp_path, "b.jsonl", RIGHT, "", {**RIGHT, "id": "cap-2"})
    items = load_sets(tmp_path)

    assert [(item.id, item.file, item.line, item.set_name) for item in items] == [
        ("cap-1", "b.jsonl", 1, "b"),
        ("cap-2", "b.jsonl", 3, "b"),
    ]
    assert items[0].expect.figures[0].conditions == ("賃上げ",)


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"id": "Cap 1"}, "id", "半角の小文字"),
        ({"kind": "other"}, "kind", "budget"),
        ({"turns": []}, "turns", "現在は0回"),
        ({"turns": ["一", "二", "三", "四"]}, "turns", "現在は4回"),
        ({"turns": ["  "]}, "turns", "空の文字列"),
        ({"turns": "いくら？"}, "turns", "文字列の一覧"),
        ({"expect": []}, "expect", "{ }"),
        ({"expect": {}}, "expect.status", "空です"),
        ({"expect": {"status": ["right"]}}, "expect.status", "「right」"),
        ({"expect": {"status": ["not_found"], "reason": ["none"]}}, "expect.reason", "「none」"),
        ({"expect": {"status": ["answered"], "figure": []}}, "expect.figure", "綴り"),
        ({"expect": {"status": ["answered"], "strings": [[]]}}, "expect.strings[0]", "言い方"),
        ({"expect": {"status": ["answered"], "figures": [{"value": "100万円"}]}}, "expect.figures[0].value", "種類"),
        ({"expect": {"status": ["answered"], "figures": [{"value": "rate:2/4"}]}}, "expect.figures[0].value", "約分"),
        (
            {"expect": {"status": ["answered"], "forbidden_figures": ["yen:2-1"]}},
            "expect.forbidden_figures",
            "小さい方",
        ),
        ({"pages": [0]}, "pages", "1以上"),
        ({"pages": ["1"]}, "pages", "整数の一覧"),
        ({"pages": [True]}, "pages", "整数の一覧"),
        ({"reviewed_by": ""}, "reviewed_by", "確かめた人"),
        ({"reviewed_at": "20 Nov"}, "reviewed_at", "2026-11-20"),
        ({"split": "dev"}, "split", "この名前の項目はありません"),
    ],
)
def test_a_mistake_is_told_with_line_field_and_reason(change: dict[str, Any], field: str, reason: str):
    with pytest.raises(SetError) as caught:
        read_item(json.dumps({**RIGHT, **change}), "a.jsonl", 7)

    error = caught.value
    assert (error.file, error.line, error.field) == ("a.jsonl", 7, field)
    assert reason in error.reason
    assert str(error).startswith(f"a.jsonl:7: {field}: ")


@pytest.mark.parametrize("line", ['{"id": ', "[1]", "いくら", "null", "[" * 100_000])
def test_a_line_that_is_no_object_is_told(line: str):
    with pytest.raises(SetError, match=r"^a\.jsonl:2: "):
        read_item(line, "a.jsonl", 2)


def test_one_mistake_does_not_hide_the_others(tmp_path: Path):
    write(tmp_path, "a.jsonl", {**RIGHT, "kind": "x"}, RIGHT, "{", RIGHT)
    items, errors = read_sets(tmp_path)

    assert len(items) == 2
    assert [(error.line, error.field) for error in errors] == [(1, "kind"), (3, ""), (4, "id")]
    with pytest.raises(SetError, match="kind"):
        load_sets(tmp_path)


def test_a_folder_without_sets_and_a_file_that_is_no_text_are_told(tmp_path: Path):
    with pytest.raises(SetError, match="問題集"):
        load_sets(tmp_path)
    (tmp_path / "a.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SetError, match="UTF-8"):
        load_sets(tmp_path)


@pytest.mark.parametrize(
    ("select", "ids"),
    [
        (Selection(), ["cap-1", "rate-1", "rate-2"]),
        (Selection(sets=("b",)), ["rate-1", "rate-2"]),
        (Selection(kinds=("cap",)), ["cap-1"]),
        (Selection(text="ｲｸﾗ"), ["cap-1"]),
        (Selection(text="rate-2"), ["rate-2"]),
        (Selection(ids=frozenset(["rate-1"])), ["rate-1"]),
        (Selection(kinds=("rate",), sets=("a",)), []),
    ],
)
def test_items_are_selected(tmp_path: Path, select: Selection, ids: list[str]):
    write(tmp_path, "a.jsonl", {**RIGHT, "turns": ["イクラまで？"]})
    rate = {**RIGHT, "kind": "rate", "turns": ["何割？"]}
    write(tmp_path, "b.jsonl", {**rate, "id": "rate-1"}, {**rate, "id": "rate-2"})

    assert [item.id for item in load_sets(tmp_path, select)] == ids
