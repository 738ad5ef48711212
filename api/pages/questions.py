"""Questions about a subject that the ledger has an answer to, as addresses of the chat."""

from collections.abc import Sequence
from urllib.parse import urlencode

from api.pages.figures import View
from ingest.facts import Fact
from ingest.fold import narrow

MOST = 5
_ASKED = (
    "助成限度額", "助成率", "対象者", "対象経費", "要件", "期間", "費用", "規模", "実施主体", "所在地", "予算額",
)  # fmt: skip


def questions_about(name: str, facts: Sequence[Fact]) -> list[View]:
    """At most ``MOST``, the surest first: an attribute of the ledger is told more often than what a thing is."""
    plain = narrow(name)
    known = {fact.attribute for fact in facts}
    texts = [f"{plain}の{attribute}を教えてください" for attribute in _ASKED if attribute in known]
    if "内容" in known:
        texts.append(f"{plain}とはどのようなものですか")
    return [{"text": text, "url": f"/?{urlencode({'q': text})}"} for text in texts[:MOST]]
