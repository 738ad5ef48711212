"""Why there is no answer, in plain words, with what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.store import Store
from rag.types import Citation, Reason


@dataclass(frozen=True, slots=True)
class Why:
    """``text`` says why, ``advice`` what the asker can do; ``ask_window``: the documents' window can help."""

    text: str
    advice: str
    ask_window: bool = True


WHYS: Mapping[Reason, Why] = {
    "no_topic": Why(
        "ご質問から、どの事業や支援のことかを読み取れませんでした。",
        "事業の名前や、なさりたいこと（設備を買い替えたい、後継者を探したい、など）を書いてお尋ねください。",
        ask_window=False,
    ),
    "ambiguous": Why(
        "当てはまる事業がいくつかあり、どれのことかを決められませんでした。",
        "事業の名前を選ぶか、書き足してお尋ねください。",
        ask_window=False,
    ),
    "not_in_documents": Why(
        "読み込んだ資料のどこにも、答えになる記載が見つかりませんでした。",
        "別の言い方や、事業の正式な名前でお尋ねください。新しい事業は、まだ資料に載っていないことがあります。",
    ),
    "other_year": Why(
        "お尋ねの年度の記載がありません。年度をまたいで数字を流用することはしていません。",
        "年度を付けずにお尋ねになると、資料にある最も新しい年度でお答えします。",
    ),
    "not_grounded": Why(
        "近い記載はありましたが、数字や名称を原文で確かめられなかったため、お答えを控えました。",
        "「近い記載」の原文をご覧になるか、窓口でお確かめください。",
    ),
    "untied": Why(
        "金額は載っていますが、どの事業の額かを原文から確かめられませんでした。",
        "資料の該当ページをご覧になるか、窓口でお確かめください。",
    ),
    "deadline": Why(
        "募集の時期や締切は、読み込んだ資料に書かれていません。",
        "時期は年度の途中で変わります。実施主体の募集要項や窓口でお確かめください。",
    ),
    "definition": Why(
        "用語の定義や細かい基準は、読み込んだ資料に書かれていません。",
        "募集要項の「用語の定義」や「対象者」の欄、または窓口でお確かめください。",
    ),
    "other_prefecture": Why(
        "読み込んだ資料は東京都の支援策だけで、ほかの道府県や市の制度は載っていません。",
        "その自治体の産業振興の担当窓口にお尋ねください。",
        ask_window=False,
    ),
    "national_programme": Why(
        "読み込んだ資料は東京都の支援策だけで、国の制度は載っていません。",
        "国の制度を所管する省庁の窓口にお尋ねください。",
        ask_window=False,
    ),
    "out_of_scope": Why(
        "中小企業の支援策ではない内容のため、お答えできる資料がありません。",
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
