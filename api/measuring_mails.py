"""``sodan eval mails``: how well the desk drafts replies to the sample mails."""

import json
import logging
from dataclasses import asdict

from api.contract import answer_object
from desk.bootstrap import build_desk
from desk.measure import MeasuredMails, measure_mails
from desk.style.linting import lint_draft
from eval.mails import HALVES, load_mails
from eval.reference import reference_of
from rag.bootstrap import build_chain
from rag.settings import ChainSettings

FOUND = 0.95
"""The share of the questions that must be found. Figures without evidence and findings must be none."""


def run_mails(settings: ChainSettings, half: str, as_json: bool) -> int:
    """Measure both halves or one; 1 where a bar is missed."""
    logging.getLogger("sodan").addHandler(logging.NullHandler())
    chain = build_chain(settings)
    desk = build_desk(chain, settings.corpus)
    reference = reference_of(chain.index.store, settings.corpus)
    measured = {
        name: measure_mails(
            desk.drafter, load_mails(half=name), reference, answer_object, lambda draft: lint_draft(draft, desk.rules)
        )
        for name in ([half] if half else HALVES)
    }
    if as_json:
        print(json.dumps({name: _object(one) for name, one in measured.items()}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(line for name, one in measured.items() for line in _told(name, one)))
    return 0 if all(_passes(one) for one in measured.values()) else 1


def _passes(one: MeasuredMails) -> bool:
    return one.share("found") >= FOUND and not one.ungrounded and not one.findings


def _figures(one: MeasuredMails) -> dict[str, object]:
    return {
        "mails": one.mails,
        "questions": len(one.questions),
        "found": round(one.share("found"), 4),
        "extra": len(one.extra),
        "same_as_chat": round(one.share("same"), 4),
        "right": round(one.share("right"), 4),
        "right_in_chat": round(one.share("alone"), 4),
        "right_in_chat_only": sum(question.worse for question in one.questions),
        "ungrounded": one.ungrounded,
        "withheld": one.withheld,
        "lint": one.findings,
    }


def _object(one: MeasuredMails) -> dict[str, object]:
    return {**_figures(one), "each": [asdict(question) for question in one.questions]}


def _told(name: str, one: MeasuredMails) -> list[str]:
    """The figures; of the half by another hand no text."""
    figures = _figures(one)
    title = {"dev": "開発用", "held": "別の人が書いた半分"}[name]
    lines = [
        f"{title}: メール {figures['mails']}、問い {figures['questions']}",
        f"  見つけた問い {one.share('found'):.1%}（余分 {figures['extra']}）",
        f"  チャットと同じ答え {one.share('same'):.1%}、正解 {one.share('right'):.1%}"
        f"（チャットに単独で尋ねた場合 {one.share('alone'):.1%}）",
        f"  チャットでは正解で下書きでは正解でない問い {figures['right_in_chat_only']}",
        f"  根拠のない数字 {one.ungrounded}、除いた文 {one.withheld}、文体の指摘 {one.findings}",
    ]
    if name == "dev":
        wrong = (q for q in one.questions if not (q.found and q.right))
        lines += [f"  ✗ {q.mail} {'・'.join(q.keys)}: {'、'.join(q.reasons)}" for q in wrong]
    return lines
