"""Sample rows (見本) for tests."""

from datetime import UTC, datetime
from typing import Any

from desk.store import Draft, Inquiry, User

AT = datetime(2025, 11, 4, 9, 0, tzinfo=UTC)


def user(id: str = "u1", **more: Any) -> User:
    values = {"email": f"{id}@mihon.example", "name": f"見本 {id}", "role": "staff", "password": "x", "issuer": None}
    return User(**{"id": id, **values, "subject": None, "created_at": AT, **more})


def inquiry(id: str = "i1", **more: Any) -> Inquiry:
    values = {"number": 0, "source": "paste", "message_id": None, "subject": "助成金について", "sender": "見本商店"}
    values |= {"sender_email": "owner@mihon.example", "body": "助成率を教えてください。", "received_at": AT}
    return Inquiry(**{"id": id, **values, "created_at": AT, "changed_at": AT, **more})


def draft(id: str = "d1", **more: Any) -> Draft:
    values = {"inquiry_id": "i1", "register": "標準", "proposed_text": "案", "text": "案", "corpus": "v1"}
    return Draft(**{"id": id, **values, "created_at": AT, "changed_at": AT, **more})
