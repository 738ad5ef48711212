"""Links: where on the web something is, for one who asks for an address that a page prints."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.index import Index
from ingest.types import Block
from rag.draft import Draft, unmarked, year_of
from rag.matching import holds, squeezed
from rag.subjects import names_of
from rag.types import Question

_ASKED = re.compile(
    r"url|アドレス(?!帳)|リンク|ホームページ(?:は|の(?:場所|どこ))|サイト(?:は|の場所)|(?:ネット|web|ウェブ)の(?:どこ|場所)"
    r"|どこに(?:載|のっ|掲載|あり|ある)|どこで(?:見|読|手に入)|どこから(?:見|読)|どこ(?:[にへ]行けば|を?見(?:たら|れば|りゃ)|[にへ]アクセス)"
)
_MAIL = re.compile(r"メールアドレス|メアド")
_ADDRESS = "http"
_ENOUGH = 0.6  # share of the question's nouns that the lines beside the address must hold
_FEWEST = 2  # nouns; one alone may mean anything


@dataclass(frozen=True)
class LinkTeller:
    """Tells the addresses of one index."""

    index: Index

    def write(self, question: Question) -> Draft | None:
        """The address beside the lines that the question is about; None where it asks for none, or none is near."""
        text = squeezed(question.text)
        if not _ASKED.search(text) or _MAIL.search(text):
            return None
        nouns = [term for term in question.topic if term.is_noun and not _ASKED.fullmatch(squeezed(term.lemma))]
        named = [names_of(one) for one in question.subjects]
        able = [one for one in self._groups if all(_is_named(names, _said(one)) for names in named)]
        held = [sum(holds(term, _said(one)) for term in nouns) for one in able]
        if not held or max(held) < max(_FEWEST, _ENOUGH * len(nouns)):
            return None
        return self._written(able[held.index(max(held))])

    def _written(self, blocks: Sequence[Block]) -> Draft:
        draft = Draft()
        first = blocks[0]
        store = self.index.store
        document = next(d for d in store.documents() if d.id == first.document_id)
        page = store.page(first.document_id, first.page)
        assert page is not None
        lead = unmarked(first.headings[-1]) if first.headings else document.title
        lines = [f"{lead}（{year_of(document)}の資料）"]
        for block in blocks:
            marks = "".join(draft.cite(document, page.text, block.page, span) for span in block.spans)
            lines.append(f"・{unmarked(block.text)}{marks}")
        draft.finish("\n".join(lines))
        return draft

    @cached_property
    def _groups(self) -> tuple[tuple[Block, ...], ...]:
        """The lines under each heading that has an address, in the page's order."""
        return tuple(self._found())

    def _found(self) -> Iterator[tuple[Block, ...]]:
        for document in self.index.store.documents():
            for number in range(1, document.pages + 1):
                blocks = [b for b in self.index.store.page_blocks(document.id, number) if b.tied != "untied"]
                paths = dict.fromkeys(b.headings for b in blocks if _ADDRESS in b.text and b.headings)
                for path in paths:
                    yield tuple(b for b in blocks if b.headings == path and b.kind != "heading")


def _said(blocks: Sequence[Block]) -> str:
    return "\n".join([*blocks[0].headings, *(block.text for block in blocks)])


def _is_named(names: Sequence[str], text: str) -> bool:
    return any(name in squeezed(text) for name in names)
