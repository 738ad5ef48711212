"""Why there is no answer, in plain words, with what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.store import Store
from rag.types import Citation, Reason


@dataclass(frozen=True, slots=True)
class Why:
    """``text`` says why where the answer itself does not, ``advice`` what the asker can do next.

    ``ask_window``: the documents' window can help.
    """

    text: str
    advice: str
    ask_window: bool = True


WHYS: Mapping[Reason, Why] = {
    "no_topic": Why(
        "",
        "事業の名前や、なさりたいこと（設備を買い替えたい、後継者を探したい、など）を書いてお尋ねください。",
        ask_window=False,
    ),
    "ambiguous": Why(
        "当てはまる事業がいくつかあり、どれのことかを決められませんでした。",
        "事業の名前を選ぶか、書き足してお尋ねください。",
        ask_window=False,
    ),
    "not_in_documents": Why(
        "",
        "別の言い方や、事業の正式な名前でお尋ねください。新しい事業は、まだ資料に載っていないことがあります。",
    ),
    "other_year": Why(
        "ほかの年度の数字を、お尋ねの年度のものとしてお答えすることはしていません。",
        "年度を付けずにお尋ねになると、資料にある最も新しい年度でお答えします。",
    ),
    "not_grounded": Why(
        "近い記載はありましたが、数字や名称を原文で確かめられなかったため、お答えを控えました。",
        "「近い記載」の原文をご覧になるか、窓口でお確かめください。",
    ),
    "untied": Why(
        "",
        "資料の該当ページをご覧になるか、窓口でお確かめください。",
    ),
    "deadline": Why(
        "",
        "時期は年度の途中で変わります。実施主体の募集要項や窓口でお確かめください。",
    ),
    "definition": Why(
        "",
        "募集要項の「用語の定義」や「対象者」の欄、または窓口でお確かめください。",
    ),
    "other_prefecture": Why(
        "",
        "その自治体の産業振興の担当窓口にお尋ねください。",
        ask_window=False,
    ),
    "national_programme": Why(
        "",
        "国の制度を所管する省庁の窓口にお尋ねください。",
        ask_window=False,
    ),
    "out_of_scope": Why(
        "",
        "助成金、融資、専門家の派遣、講座など、支援策についてお尋ねください。",
        ask_window=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Window:
    """Whom to ask, as a document prints it; ``url`` opens the place."""

    name: str
    telephone: str
    url: str


def window_of(store: Store) -> Window | None:
    """The first telephone number that the newest document prints for questions; None where none is printed."""
    facts = [fact for fact in store.ledger.all_facts() if fact.attribute == "電話" and fact.spans]
    if not facts:
        return None
    fact = max(facts, key=lambda each: each.fiscal_year)
    return Window(fact.name, fact.text, _url(fact))


def _url(fact: Fact) -> str:
    start, end = fact.spans[0]
    return Citation(1, fact.document_id, "", fact.fiscal_year, fact.page, "", start, end).url
