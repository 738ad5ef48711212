"""Linting items against the documents: every quote on its page, every page in its document, nothing contradictory."""

from collections.abc import Iterator, Sequence

from eval.items import ANSWERING, Item
from eval.loading import SetError
from eval.reference import Reference
from eval.values import same
from ingest.fold import squeeze


def lint(items: Sequence[Item], reference: Reference) -> tuple[SetError, ...]:
    """What is wrong with ``items``, in their order; empty where all is well."""
    return tuple(
        SetError(item.file, item.line, field, reason)
        for item in items
        for field, reason in (*_evidence(item, reference), *_expectation(item))
    )


def _evidence(item: Item, reference: Reference) -> Iterator[tuple[str, str]]:
    if not item.document:
        if item.pages or item.quotes:
            yield "document", "pages や quotes があるときは、文書のidも書いてください"
        return
    if item.document not in reference.years:
        known = "、".join(reference.years)
        yield "document", f"文書「{item.document}」はありません（あるのは {known}）"
        return
    if not item.pages or not item.quotes:
        yield "quotes", "根拠のページ pages と、そのページにある文字 quotes を書いてください"
    for page in item.pages:
        if (item.document, page) not in reference.pages:
            yield "pages", f"文書「{item.document}」に {page} ページはありません"
    texts = [reference.pages.get((item.document, page), "") for page in item.pages]
    for number, quote in enumerate(item.quotes):
        if not any(quote in text for text in texts):
            yield f"quotes[{number}]", _missing(item, quote, reference)


def _missing(item: Item, quote: str, reference: Reference) -> str:
    """That a quote is not on the pages, and where it is instead."""
    shown = "、".join(f"{item.document} {page}ページ" for page in item.pages) or item.document
    elsewhere = [f"{document} {page}ページ" for (document, page), text in reference.pages.items() if quote in text]
    hint = f"（{'、'.join(elsewhere[:3])} にはあります）" if elsewhere else ""
    return f"「{quote[:40]}」は {shown} にありません{hint}"


def _expectation(item: Item) -> Iterator[tuple[str, str]]:
    expect = item.expect
    if ANSWERING.isdisjoint(expect.status) and expect.figures:
        yield "expect.figures", "答えない問いに、答えに要る数字は書けません"
    if expect.reason and expect.must_answer:
        yield "expect.reason", "答える問いに、答えない理由は書けません"
    for value in expect.forbidden_figures:
        if any(same(value, figure.value) for figure in expect.figures):
            yield "expect.forbidden_figures", f"「{value}」は figures にもあります"
    wanted = {squeeze(word) for words in expect.strings for word in words}
    for word in expect.forbidden_strings:
        if squeeze(word) in wanted:
            yield "expect.forbidden_strings", f"「{word}」は strings にもあります"
