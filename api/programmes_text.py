"""Subjects, facts and comparisons as rows and lines for people, and the comparison as JSON."""

from collections.abc import Iterable, Sequence

from api.contract import Json, fact_objects, subject_object
from api.labels import KINDS, TIES
from ingest.eras import year_label
from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.ledger_store import Subject
from ingest.quantities import parse_quantities
from ingest.store import Store
from rag.comparison import Comparison, Row, cell_text, value_text

LIST_HEADER = ("id", "名称", "種類", "年度", "事実の数")
TOLD_HEADER = ("年度", "項目", "内容", "結びつき", "出典")
FACT_HEADER = (
    "項目", "値", "正規化した値", "条件", "対象", "年度", "結びつき", "文書", "ページ", "引用", "開始", "終了",
)  # fmt: skip


def fiscal_year(text: str) -> int:
    """The year of 「2025」「令和7年」「令和7」「R7」「2025年度」; ValueError with what to write instead."""
    whole = squeeze(text).removesuffix("度").removesuffix("年") + "年度"
    for found in parse_quantities(whole):
        if found.kind == "fiscal_year" and (found.start, found.end) == (0, len(whole)):
            return found.year
    raise ValueError(f"年度「{text}」を読めません。2025、令和7年、R7 のように指定してください。")


def list_row(subject: Subject, count: int) -> list[str]:
    """A row under ``LIST_HEADER``; ``count`` facts."""
    return [subject.id, subject.name, KINDS[subject.kind], _years(subject.fiscal_years), str(count)]


def about(subject: Subject, detail: Json) -> Iterable[str]:
    """The subject in lines: names, years, relations (of the contract's ``detail``), and a blank line."""
    yield f"{subject.name}（{subject.id}）"
    yield from _labelled("別の名称", _texts(detail["aliases"]))
    yield f"種類: {KINDS[subject.kind]}"
    yield f"年度: {_years(subject.fiscal_years)}"
    for label, key in (("前身", "predecessors"), ("構成事業", "parts"), ("類似名称（別のもの）", "look_alikes")):
        yield from _labelled(label, _texts(detail[key]))
    yield ""


def told_row(fact: Fact, quote: str) -> list[str]:
    """A row under ``TOLD_HEADER``, for reading."""
    source = f"{fact.document_id} p{fact.page}「{' '.join(quote.split())}」"
    return [year_label(fact.fiscal_year), fact.attribute, value_text(fact), TIES[fact.tied], source]


def fact_row(fact: Fact, quote: str) -> list[str]:
    """A row under ``FACT_HEADER``, for a spreadsheet."""
    start, end = fact.spans[0] if fact.spans else ("", "")
    return [
        fact.attribute, fact.text, fact.value, "・".join(fact.conditions), fact.item, str(fact.fiscal_year),
        TIES[fact.tied], fact.document_id, str(fact.page), quote, str(start), str(end),
    ]  # fmt: skip


def compared_table(compared: Comparison) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a comparison."""
    names = [f"{column.subject.name}（{year_label(column.fiscal_year)}）" for column in compared.columns]
    return ["項目", *names], [[row.attribute, *_cells(row, compared)] for row in compared.rows]


def compared_object(store: Store, compared: Comparison) -> Json:
    """The comparison as JSON: ``cells`` in the order of ``programmes``; a blank one has no text and no facts."""
    programmes = [{**subject_object(column.subject), "fiscal_year": column.fiscal_year} for column in compared.columns]
    rows = [
        {
            "attribute": row.attribute,
            "cells": [
                {"text": text if cell else "", "facts": fact_objects(store, cell)}
                for text, cell in zip(_cells(row, compared), row.cells, strict=True)
            ],
        }
        for row in compared.rows
    ]
    return {"programmes": programmes, "rows": rows}


def _cells(row: Row, compared: Comparison) -> list[str]:
    return [cell_text(cell, column.fiscal_year) for cell, column in zip(row.cells, compared.columns, strict=True)]


def _labelled(label: str, words: Sequence[str]) -> list[str]:
    return [f"{label}: {'、'.join(words)}"] if words else []


def _texts(entries: object) -> list[str]:
    """Names as they are, related subjects as 「name（id）」."""
    assert isinstance(entries, list)
    return [one if isinstance(one, str) else f"{one['name']}（{one['id']}）" for one in entries]


def _years(years: Iterable[int]) -> str:
    return "、".join(map(year_label, years))
