"""Programmes side by side, and the choice of those to compare."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.browsing import LONGEST
from api.catalogue import CatalogueDep
from api.chat import ChainDep
from api.exports import FORMATS, download
from api.pages.figures import View, card, stated
from api.pages.rendering import render
from api.programmes_text import compared_table
from rag.browsing import Browse, browse
from rag.catalogue import Catalogue, Entry
from rag.comparison import AT_LEAST, AT_MOST, BLANK, Comparison, compare

router = APIRouter(include_in_schema=False)
_CANDIDATES = 8
_PATH = "/programmes/compare"


@router.get(_PATH, response_class=HTMLResponse)
def comparison_page(request: Request, chain: ChainDep, catalogue: CatalogueDep) -> Response:
    """Up to four of the programmes that ``id`` names; ``add`` looks for one more to choose."""
    given = list(dict.fromkeys(id_ for id_ in request.query_params.getlist("id") if id_))
    entries = [catalogue.by_id[id_] for id_ in given if id_ in catalogue.by_id]
    chosen = entries[:AT_MOST]
    compared = _compared(chain.index.store.ledger.facts, chosen)
    form = request.query_params.get("format", "")
    if compared and form in FORMATS:
        return download(*compared_table(compared), "comparison", form)
    text = request.query_params.get("add", "")[:LONGEST]
    context: View = {
        "programmes": [_chosen(catalogue, entry, chosen) for entry in chosen],
        "rows": _rows(catalogue, compared) if compared else [],
        "blank": BLANK,
        "notices": _notices(given, entries, len(request.query_params.getlist("id"))),
        "at_least": AT_LEAST,
        "at_most": AT_MOST,
        "room": AT_MOST - len(chosen),
        "add": text,
        "candidates": _candidates(catalogue, text, chosen),
        "csv": _address([entry.subject.id for entry in chosen], "csv"),
        "xlsx": _address([entry.subject.id for entry in chosen], "xlsx"),
    }
    return render(request, chain, "comparison.html", context)


def _compared(facts_of: object, chosen: Sequence[Entry]) -> Comparison | None:
    assert callable(facts_of)
    if len(chosen) < AT_LEAST:
        return None
    return compare({entry.subject: facts_of(entry.subject.id) for entry in chosen})


def _rows(catalogue: Catalogue, compared: Comparison) -> list[View]:
    """A row an attribute, a cell a programme; a cell of none is blank."""
    columns = compared.columns
    return [
        {
            "name": row.attribute,
            "cells": [
                [stated(catalogue, fact, column.fiscal_year) for fact in cell]
                for cell, column in zip(row.cells, columns, strict=True)
            ],
        }
        for row in compared.rows
    ]


def _chosen(catalogue: Catalogue, entry: Entry, chosen: Sequence[Entry]) -> View:
    others = [one.subject.id for one in chosen if one is not entry]
    return {**card(catalogue, entry), "without": _address(others)}


def _notices(given: Sequence[str], entries: Sequence[Entry], times: int) -> list[str]:
    notices = []
    if len(given) > len(entries):
        notices.append(f"台帳にない事業が{len(given) - len(entries)}件あったため、外して表示しています。")
    if times > len(given):
        notices.append("同じ事業が重ねて選ばれていたため、1つにまとめました。")
    if len(entries) > AT_MOST:
        left = "、".join(entry.subject.name for entry in entries[AT_MOST:][:3])
        more = " ほか" if len(entries) > AT_MOST + 3 else ""
        notices.append(f"比べられるのは{AT_MOST}つまでです。はじめの{AT_MOST}つを表示し、{left}{more}は外しました。")
    return notices


def _candidates(catalogue: Catalogue, text: str, chosen: Sequence[Entry]) -> list[View]:
    """What ``text`` finds, else what is said to look like those chosen; each with the address that adds it."""
    if len(chosen) >= AT_MOST:
        return []
    ids = [entry.subject.id for entry in chosen]
    if text.strip():
        found = list(browse(catalogue, Browse(text)).entries)
    else:
        alike = dict.fromkeys(id_ for entry in chosen for id_ in entry.subject.look_alikes)
        found = [catalogue.by_id[id_] for id_ in alike if id_ in catalogue.by_id]
    fresh = [entry for entry in found if entry.subject.id not in ids][:_CANDIDATES]
    return [{**card(catalogue, entry), "with": _address([*ids, entry.subject.id])} for entry in fresh]


def _address(ids: Sequence[str], form: str = "") -> str:
    pairs = [("id", id_) for id_ in ids] + ([("format", form)] if form else [])
    return f"{_PATH}?{urlencode(pairs)}" if pairs else _PATH
