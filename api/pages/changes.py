"""What changed between the documents of two fiscal years."""

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.catalogue import CatalogueDep
from api.chat import ChainDep
from api.exports import FORMATS, download
from api.pages.figures import View, card, name_source, programme_address, stated
from api.pages.rendering import render
from ingest.facts import Fact
from ingest.fold import narrow
from rag.catalogue import Catalogue, Entry
from rag.changes import Change, Changes, Pair, changes_between
from rag.comparison import value_text

router = APIRouter(include_in_schema=False)
PER_SECTION, PER_PAGE = 12, 50
SECTIONS = {
    "changed": ("数字が変わったもの", "どちらの年度の資料にも同じ項目の数字があり、その値が異なるものです。"),
    "renamed": ("名称・呼び方が変わったもの", "資料での呼び方が異なるものと、前身の事業から引き継いだものです。"),
    "added": (
        "新しく資料に載ったもの",
        "前の年度の資料には記載がありません。前の年度に無かったことの証明ではありません。",
    ),
    "absent": (
        "新しい資料に記載なし",
        "後の年度の資料に記載がないものです。終了したとは限りません。現在の状況は実施機関へご確認ください。",
    ),
    "unchanged": ("数字が変わらないもの", "どちらの年度の資料にも同じ数字が書かれているものです。"),
    "incomparable": (
        "どちらの年度にも載っているが、比べられる数字がないもの",
        "同じ項目の数字が両方の資料にはありません。",
    ),
}
_HEADER = ["区分", "名称", "前の名称", "項目", "前の値", "後の値", "差", "前の出典", "後の出典"]


@router.get("/changes", response_class=HTMLResponse)
def changes_page(request: Request, chain: ChainDep, catalogue: CatalogueDep) -> Response:
    """The changes from ``from`` to ``to``; ``section`` shows one kind of them whole, page by page."""
    given = request.query_params
    years = catalogue.years
    first, last, notices = _years(catalogue, given.get("from", ""), given.get("to", ""))
    changes = changes_between(catalogue, first, last)
    if given.get("format", "") in FORMATS:
        return download(_HEADER, _rows(changes), f"changes-{first}-{last}", given["format"])
    section = given.get("section", "")
    section = section if section in SECTIONS else ""
    page = given.get("page", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 9 else 1
    context: View = {
        "years": [(year, catalogue.year_label(year)) for year in years],
        "first": first,
        "last": last,
        "first_label": catalogue.year_label(first),
        "last_label": catalogue.year_label(last),
        "notices": notices,
        "section": section,
        "sections": [
            _section(catalogue, changes, key, number if section else 0) for key in SECTIONS if section in ("", key)
        ],
        "whole": _address(first, last),
        "csv": _address(first, last, format="csv"),
        "xlsx": _address(first, last, format="xlsx"),
        "neighbours": [
            (_address(*pair), catalogue.year_label(pair[0]), catalogue.year_label(pair[1])) for pair in pairwise(years)
        ],
    }
    return render(request, chain, "changes.html", context)


def _years(catalogue: Catalogue, first: str, last: str) -> tuple[int, int, list[str]]:
    """The two years, the earlier first; what is not a year of the documents is replaced by the newest two."""
    years = catalogue.years
    known = {str(year): year for year in years}
    notices = [
        f"「{given[:20]}」年度の資料はないため、ほかの年度で表示しています。"
        for given in (first, last)
        if given and given not in known
    ]
    earlier = known.get(first, years[-2] if len(years) > 1 else years[-1])
    later = known.get(last, years[-1])
    if earlier == later and len(years) > 1:
        if first and first == last:
            notices.append("同じ年度どうしは比べられないため、隣の年度と比べています。")
        at = years.index(later)
        earlier, later = (years[at - 1], later) if at else (later, years[1])
    if earlier > later:
        notices.append("古い年度から新しい年度への変化として表示しています。")
        earlier, later = later, earlier
    return earlier, later, notices


def _section(catalogue: Catalogue, changes: Changes, key: str, page: int) -> View:
    """A section's beginning (``page`` 0), or one of its pages."""
    found: Sequence[Pair | Entry] = getattr(changes, key)
    size = PER_PAGE if page else PER_SECTION
    last = max(1, -(-len(found) // size))
    number = min(max(1, page), last)
    title, note = SECTIONS[key]
    whole = {"section": key}
    year, other = (changes.first, changes.last) if key == "absent" else (changes.last, changes.first)
    return {
        "key": key,
        "title": title,
        "note": note,
        "count": len(found),
        "items": [_item(catalogue, one, year, other) for one in found[(number - 1) * size : number * size]],
        "more": _address(changes.first, changes.last, **whole) if not page and len(found) > size else "",
        "page": number,
        "last": last,
        "pages": page > 0,
        "before": _address(changes.first, changes.last, **whole, page=number - 1) if page and number > 1 else "",
        "after": _address(changes.first, changes.last, **whole, page=number + 1) if page and number < last else "",
    }


def _item(catalogue: Catalogue, one: Pair | Entry, year: int, other: int) -> View:
    """``year`` is the one of the two that names a single entry."""
    if isinstance(one, Entry):
        names = [name for name in one.printed if catalogue.documents[name.document_id].fiscal_year == year]
        return {
            "card": card(catalogue, one),
            "names": [name_source(catalogue, name) for name in names[:1]],
            "gist": one.gist.text if one.gist and one.gist.fiscal_year == year else "",
            "others": [catalogue.year_label(y) for y in one.subject.fiscal_years if y not in (year, other)],
        }
    return {
        "name": narrow(one.later.subject.name),
        "url": programme_address(one.later.subject.id),
        "earlier": None if one.earlier is one.later else card(catalogue, one.earlier),
        "printed": [name_source(catalogue, name) if name else None for name in one.names],
        "changes": [_change(catalogue, change) for change in one.changes],
    }


def _change(catalogue: Catalogue, change: Change) -> View:
    return {
        "attribute": change.attribute,
        "before": [stated(catalogue, fact, fact.fiscal_year) for fact in change.before],
        "after": [stated(catalogue, fact, fact.fiscal_year) for fact in change.after],
        "difference": "変わらず" if change.is_same else change.difference,
    }


def _rows(changes: Changes) -> list[list[str]]:
    """All of it as rows under ``_HEADER``."""
    rows: list[list[str]] = []
    for key, (title, _) in SECTIONS.items():
        for one in getattr(changes, key):
            if isinstance(one, Entry):
                rows.append([title, one.subject.name, "", "", "", "", "", "", ""])
                continue
            before = one.names[0].name if one.names[0] else one.earlier.subject.name
            name = one.names[1].name if one.names[1] else one.later.subject.name
            told = [
                [c.attribute, _values(c.before), _values(c.after), c.difference, _pages(c.before), _pages(c.after)]
                for c in one.changes
            ]
            rows += [[title, name, before, *cells] for cells in told or [[""] * 6]]
    return rows


def _values(facts: Sequence[Fact]) -> str:
    return "\n".join(map(value_text, facts))


def _pages(facts: Sequence[Fact]) -> str:
    return "、".join(dict.fromkeys(f"{fact.document_id} p{fact.page}" for fact in facts))


def _address(first: int, last: int, **more: object) -> str:
    return f"/changes?{urlencode({'from': first, 'to': last, **more})}"
