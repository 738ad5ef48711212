"""What the addresses of the programme browser ask for: read leniently for pages, strictly for programs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from ingest.registry import Kind
from rag.browsing import UNSTATED, Browse
from rag.catalogue import Catalogue

PER_PAGE = 24
LONGEST = 100  # characters of a search text
ORDERS = {"new": "新しい年度順", "cap": "限度額が大きい順", "budget": "予算額が大きい順"}
VIEWS = {"cards": "カード", "table": "表"}
LEDGER_KINDS = frozenset(get_args(Kind))


@dataclass(frozen=True, slots=True)
class ListAddress:
    """A list that an address names; ``notices`` say in Japanese what of the address was not understood."""

    browse: Browse
    view: str = "cards"
    page: int = 1
    notices: tuple[str, ...] = field(default=())

    def without(self, facet: str, value: str) -> str:
        """The address of the same list without one filter, from its first page."""
        kept = {f: tuple(v for v in values if (f, v) != (facet, value)) for f, values in self.browse.filters.items()}
        return self.address(filters=kept, page=1)

    def address(self, **changed: object) -> str:
        """The address of the same list but for ``filters``, ``page``, ``view``, ``q`` or ``format``."""
        filters = changed.get("filters", self.browse.filters)
        assert isinstance(filters, dict)
        pairs: list[tuple[str, object]] = [("q", changed.get("q", self.browse.q))]
        pairs += [(facet, value) for facet, values in filters.items() for value in values]
        pairs.append(("order", "" if self.browse.order == "new" else self.browse.order))
        view, page = changed.get("view", self.view), changed.get("page", self.page)
        pairs += [("view", "" if view == "cards" else view), ("page", "" if page == 1 else page)]
        pairs.append(("format", changed.get("format", "")))
        said = urlencode([(key, value) for key, value in pairs if value])
        return f"/programmes?{said}" if said else "/programmes"


def list_address(catalogue: Catalogue, given: QueryParams) -> ListAddress:
    """Whatever is given, a list: what is unknown is left out and told."""
    filters: dict[str, tuple[str, ...]] = {}
    notices: list[str] = []
    for facet, name in catalogue.facet_names.items():
        wanted = tuple(dict.fromkeys(value for value in given.getlist(facet) if value))
        unknown = [value for value in wanted if value not in known_values(catalogue, facet)]
        notices += [f"{name}に「{_short(value)}」という選択肢はないため、外して表示しています。" for value in unknown]
        filters[facet] = tuple(value for value in wanted if value not in unknown)
    text = "".join(c if c.isprintable() else " " for c in given.get("q", "")).strip()
    if len(text) > LONGEST:
        notices.append(f"検索の言葉が長いため、はじめの{LONGEST}文字で探しています。")
    order, view, page = given.get("order", "new"), given.get("view", "cards"), given.get("page", "1")
    return ListAddress(
        Browse(text[:LONGEST], filters, order if order in ORDERS else "new"),
        view if view in VIEWS else "cards",
        int(page) if page.isascii() and page.isdecimal() and len(page) < 9 else 1,
        tuple(notices[:5]),
    )


def known_values(catalogue: Catalogue, facet: str) -> frozenset[str]:
    return frozenset((UNSTATED, *(choice.id for choice in catalogue.facets[facet])))


def strict_filters(catalogue: Catalogue, given: dict[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The filters that a program asks for; raises ValueError (Japanese) for a value that there is not."""
    for facet, values in given.items():
        known = known_values(catalogue, facet) if facet in catalogue.facets else frozenset()
        for value in values:
            if value not in known:
                raise ValueError(
                    f"{facet} に「{_short(value)}」という値はありません。使える値: {'、'.join(sorted(known))}"
                )
    return {facet: tuple(values) for facet, values in given.items()}


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"
