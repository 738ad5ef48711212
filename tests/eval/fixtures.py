"""A small world to judge in: two programmes that look alike, a page each, and an older page of the first."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.given import Given
from eval.items import Expectation, ExpectedFigure, Item
from eval.reference import Reference
from ingest.conditions import Condition, Vocabulary
from ingest.facts import Fact
from ingest.ledger_store import Subject
from ingest.lexicon import Attribute, load_lexicon

NEW, OLD, OTHER = ("new", 1), ("old", 1), ("new", 2)
PAGES = {
    NEW: "設備更新支援事業\n助成限度額 １００万円\n助成率 1/2（小規模企業2/3）\n予算額 500百万円",
    OTHER: "設備更新促進事業\n助成限度額 ３００万円\n助成率 3/4",
    OLD: "設備更新支援事業\n助成限度額 ５０万円",
}
LEXICON = replace(
    load_lexicon(Path("no corpus")),
    attributes=(
        Attribute("助成限度額", "money", ("助成限度額", "限度額"), ("いくらまで",)),
        Attribute("助成率", "rate", ("助成率", "補助率"), ("何割",)),
        Attribute("予算額", "money", ("予算額", "予算", "事業費"), ()),
        Attribute("規模", "count", ("支援規模", "規模"), ()),
    ),
)
VOCABULARY = Vocabulary(
    (
        Condition("一般", ("一般", "小規模企業以外"), ("小規模企業",), alone=True),
        Condition("小規模企業", ("小規模企業者", "小規模企業"), ("一般",)),
        Condition("中小企業", ("中小企業者", "中小企業"), ("小規模企業",), plain=True),
        Condition("賃上げ", ("賃上げ要件", "賃上げ")),
    )
)
SUBJECTS = (
    Subject("update", "programme", ("設備更新支援事業",), ("設備の更新",), (2020, 2025)),
    Subject("promote", "programme", ("設備更新促進事業",), (), (2025,)),
)


def fact(programme: str, attribute: str, value: str, address: tuple[str, int], text: str, year: int) -> Fact:
    """A fact whose value stands where ``text`` does on its page."""
    start = PAGES[address].index(text)
    span = ((start, start + len(text)),)
    return Fact(
        f"{address}-{value}", programme, programme, attribute, value, text, (), "", year, address[0], address[1],
        span, (), (), "printed", "",
    )  # fmt: skip


REFERENCE = Reference(
    pages=PAGES,
    years={"new": 2025, "old": 2020},
    lexicon=LEXICON,
    vocabulary=VOCABULARY,
    subjects=SUBJECTS,
    facts=(
        fact("update", "助成限度額", "yen:1000000", NEW, "１００万円", 2025),
        fact("update", "助成率", "rate:1/2", NEW, "1/2", 2025),
        fact("update", "助成率", "rate:2/3", NEW, "2/3", 2025),
        fact("update", "予算額", "yen:500000000", NEW, "500百万円", 2025),
        fact("promote", "助成限度額", "yen:3000000", OTHER, "３００万円", 2025),
        fact("promote", "助成率", "rate:3/4", OTHER, "3/4", 2025),
        fact("update", "助成限度額", "yen:500000", OLD, "５０万円", 2020),
    ),
)
CAP = Item(
    id="cap-1",
    kind="cap",
    turns=("設備の更新にはいくらまで出ますか？",),
    expect=Expectation(
        ("answered",),
        figures=(ExpectedFigure("yen:1000000", "助成限度額"),),
        strings=(("設備更新支援事業",),),
        forbidden_figures=("yen:500000000",),
    ),
    document="new",
    pages=(1,),
    quotes=("助成限度額 １００万円",),
    programme="設備更新支援事業",
    fiscal_years=(2025,),
    file="a.jsonl",
    line=1,
)
UNKNOWN = Item(
    id="unanswerable-1",
    kind="unanswerable",
    turns=("設備の更新の締切はいつですか？",),
    expect=Expectation(("not_found",), reason=("deadline",)),
    programme="設備更新支援事業",
)
NOT_FOUND = "ご質問にお答えできる記載は、資料の中に見つかりませんでした。"


def cite(n: int, address: tuple[str, int], quote: str) -> dict[str, Any]:
    """A citation of the first place where ``quote`` stands."""
    start = PAGES[address].index(quote)
    return {
        "n": n, "document_id": address[0], "title": "手引", "fiscal_year": REFERENCE.years[address[0]],
        "page": address[1], "quote": quote, "start": start, "end": start + len(quote),
    }  # fmt: skip


def gave(
    text: str, *citations: dict[str, Any], status: str = "answered", reason: str | None = None, elapsed: float = 40.0
) -> Given:
    """What a program gave."""
    return Given({"answer": text, "status": status, "reason": reason, "citations": list(citations)}, (), elapsed)


RIGHT = gave(
    "設備更新支援事業（令和7年度の資料）の助成限度額は、100万円です。[1][2]",
    cite(1, NEW, "助成限度額 １００万円"),
    cite(2, NEW, "設備更新支援事業"),
)
