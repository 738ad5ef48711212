"""The guided finder's form: what was typed as a situation, and what is wrong with it, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.quantities import parse_quantities
from ingest.wording import render_money
from rag.eligibility.situation import Situation
from rag.eligibility.vocabulary import Eligibility

CHOSEN = ("applicant", "industry", "region", "purpose")
FIGURES = ("employees", "capital", "cost")
FIELDS = (*CHOSEN, "wish", *FIGURES)
LONGEST = 300  # characters of a wish; a longer one is a letter
_UNITS = {"employees": "人名", "capital": "円", "cost": "円"}
_MOST = {"employees": 1_000_000, "capital": 10**13, "cost": 10**12}
_LEAST = {"employees": 0, "capital": 1, "cost": 1}
_RANGES = {
    "employees": "0人から100万人までの数字で入力してください（例：12）。",
    "capital": "1円から10兆円までの金額で入力してください（例：1000万円）。",
    "cost": "1円から1兆円までの金額で入力してください（例：300万円）。",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was read: the situation of the fields that are right, and field -> what is wrong with the others."""

    situation: Situation
    errors: Mapping[str, str]


def read_form(given: Mapping[str, str], vocabulary: Eligibility) -> Filled:
    """Read the fields of ``given``; a field that is missing or blank says nothing."""
    values: dict[str, object] = {}
    errors: dict[str, str] = {}
    for name in CHOSEN:
        text = given.get(name, "").strip()
        id_ = vocabulary.id_of(name, text) if text else ""
        if id_ is None:
            errors[name] = "選択肢の中からお選びください。"
        values[name] = id_ or ""
    wish = " ".join(given.get("wish", "").encode("utf-8", "replace").decode("utf-8").split())
    if fault := _fault(wish):
        errors["wish"] = fault
    values["wish"] = "" if "wish" in errors else wish
    for name in FIGURES:
        text = given.get(name, "").strip()
        values[name] = _figure(name, text) if text else None
        if text and values[name] is None:
            errors[name] = _RANGES[name]
    return Filled(Situation(**values), errors)  # type: ignore[arg-type]


def told(situation: Situation, vocabulary: Eligibility) -> str:
    """The situation in words: 「製造業、従業員12人、東京都（23区）、費用300万円」."""
    parts = [_name(vocabulary, name, situation) for name in ("applicant", "industry")]
    if situation.employees is not None:
        parts.append(f"従業員{situation.employees:,}人")
    if situation.capital is not None:
        parts.append(f"資本金{render_money(situation.capital)}")
    parts.append(_name(vocabulary, "region", situation))
    if situation.cost is not None:
        parts.append(f"費用{render_money(situation.cost)}")
    return "、".join(filter(None, parts))


def question_of(situation: Situation, vocabulary: Eligibility) -> str:
    """The situation as a question for the chat."""
    about = told(situation, vocabulary)
    wants = [situation.wish.rstrip("。"), _name(vocabulary, "purpose", situation)]
    sentences = [f"{about}です" if about else "", *wants, "使える支援はありますか"]
    return "".join(f"{sentence}。" for sentence in sentences if sentence)


def _name(vocabulary: Eligibility, name: str, situation: Situation) -> str:
    chosen = vocabulary.choice(name, getattr(situation, name))
    return chosen.name if chosen else ""


def _fault(wish: str) -> str:
    if len(wish) > LONGEST:
        return f"{LONGEST}文字以内で入力してください（いまは{len(wish):,}文字です）。"
    if wish and not any(character.isalnum() for character in wish):
        return "文字が見つかりません。やりたいことを日本語の文章で入力してください。"
    return ""


def _figure(name: str, text: str) -> int | None:
    """The whole number that ``text`` is, with or without its unit, full-width or not; None for anything else."""
    quantities = parse_quantities(text)
    if len(quantities) != 1 or (quantities[0].start, quantities[0].end) != (0, len(text)):
        return None
    quantity = quantities[0]
    fits = quantity.kind == "number" or (quantity.kind in ("count", "money") and quantity.unit in _UNITS[name])
    if not fits or quantity.is_range or quantity.number.denominator != 1:
        return None
    value = int(quantity.number)
    return value if _LEAST[name] <= value <= _MOST[name] else None
