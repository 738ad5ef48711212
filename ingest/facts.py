"""The fact: one attribute of one subject, with its conditions, its year and the place that proves it."""

from dataclasses import dataclass
from typing import Literal

from ingest.types import Span

Tied = Literal["printed", "confirmed", "order"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a page says about a subject of the registry.

    ``value`` is canonical: a quantity (``yen:1000000``, ``rate:2/3``, see ``ingest.quantity``) or ``text:``
    and the wording with its width folded (NFKC) and white space collapsed. ``text`` is the source's wording
    of the value, narrowed for reading. ``conditions`` are sorted strings of the vocabulary
    (``corpus/lexicon/conditions.toml``): 小規模企業, 賃上げ, 区分:…, 枠:… . ``item`` is what is counted
    or named when the subject alone does not say it, as a path (「フォローアップ›専門家派遣」).
    ``fiscal_year`` is the Western year in which the fiscal year begins. ``spans`` are the source characters
    of the value, ``key_spans`` those of its key, ``owner_spans`` those of the subject's name on the page.
    ``tied`` says how the value belongs to its subject: printed together, confirmed elsewhere, or by order
    only (``reason``).
    """

    id: str
    programme: str
    name: str
    attribute: str
    value: str
    text: str
    conditions: tuple[str, ...]
    item: str
    fiscal_year: int
    document_id: str
    page: int
    spans: tuple[Span, ...]
    key_spans: tuple[Span, ...]
    owner_spans: tuple[Span, ...]
    tied: Tied
    reason: str

    @property
    def is_figure(self) -> bool:
        """Whether the value is a quantity and not wording."""
        return not self.value.startswith("text:")
