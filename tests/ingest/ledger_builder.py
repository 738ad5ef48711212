"""Subjects and facts for tests, each with only what the test is about."""

from typing import Any

from ingest.facts import Fact
from ingest.ledger_store import Subject


def subject(id: str = "setsubi", *names: str, **more: Any) -> Subject:
    """A subject of fiscal year 2025 named by its id unless names are given."""
    settings: dict[str, Any] = {"kind": "programme", "aliases": (), "fiscal_years": (2025,)} | more
    return Subject(id=id, names=names or (id,), **settings)


def fact(programme: str = "setsubi", attribute: str = "助成率", value: str = "rate:2/3", **more: Any) -> Fact:
    """A printed fact of page 1 of ``r07`` at 0:3; its text is what follows the colon of ``value``."""
    settings: dict[str, Any] = {
        "id": "f1", "name": programme, "text": value.partition(":")[2], "conditions": (), "item": "",
        "fiscal_year": 2025, "document_id": "r07", "page": 1, "spans": ((0, 3),), "key_spans": (), "owner_spans": (),
        "tied": "printed", "reason": "",
    }  # fmt: skip
    return Fact(programme=programme, attribute=attribute, value=value, **(settings | more))
