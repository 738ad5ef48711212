"""What every error response must be."""

import re
from typing import Any

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def problem_of(response: Any, status: int) -> dict[str, Any]:
    """The RFC 9457 problem document of an error response, checked; its ``detail`` is a Japanese sentence."""
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    assert _JAPANESE.search(body["title"])
    assert _JAPANESE.search(body["detail"])
    assert "Traceback" not in response.text
    return body
