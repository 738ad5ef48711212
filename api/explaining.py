"""A trace told in Japanese, for ``sodan ask --explain``."""

from collections.abc import Iterator, Sequence

from ingest.eras import year_label
from rag.trace import Asked, FoundFact, FoundLine, Step, Trace, Understood

_PARTS = {
    "Refuser": "答えられない問いの見分け", "Clarifier": "聞き返し", "PremiseChecker": "前提の確認",
    "Calculator": "計算", "Pricer": "費用", "YearComparer": "年度の比較", "Summer": "合計", "Tagger": "区分の確認",
    "GoalTeller": "目標",
    "SubjectComparer": "事業の比較", "Lister": "一覧", "Enumerator": "並びの列挙", "Finder": "制度探し",
    "LookUp": "台帳の参照", "Composer": "本文の行", "Describer": "対象の推定", "AskedFor": "問われた種類の確認",
    "grounding": "根拠の確認", "nearest": "近い記載", "nothing": "該当なし", "phrase": "定型文",
}  # fmt: skip
_OUTCOMES = {
    "understood": "理解",
    "wrote": "採用",
    "gave_way": "本文の行に譲った",
    "rejected": "答えと認めず",
    "withheld": "根拠がなく差し止め",
}
_LEGS = {"lemmas": "語", "bigrams": "2文字", "keys": "見出し", "dense": "意味"}
_STATUS = {"answered": "回答", "partial": "一部だけ回答", "clarify": "聞き返し", "not_found": "回答なし"}
_SHOWN = 60  # characters of a line


def told_trace(trace: Trace) -> str:
    """The trace as lines to read."""
    lines = [f"回答ID　{trace.answer_id}", f"結果　　{_result(trace)}"]
    for number, asked in enumerate(trace.asked, 1):
        lines += ["", f"■ 質問{number}" if len(trace.asked) > 1 else "■ 質問", *_asked(asked)]
    return "\n".join([*lines, "", "■ 判断（行われた順）", *(f"・{_step(step)}" for step in trace.steps)])


def _result(trace: Trace) -> str:
    reason = f"（{trace.reason}）" if trace.reason else ""
    writers = "、".join(_PARTS.get(name, name) for name in trace.writer.split("、"))
    return f"{_STATUS[trace.status]}{reason}　書いた部分: {writers}"


def _asked(asked: Asked) -> Iterator[str]:
    yield from _understood(asked.understood)
    yield from _listed("台帳の事実", [_fact(fact) for fact in asked.facts])
    passages = [
        f"{one.document_id} p{one.page}（{year_label(one.fiscal_year)}） {one.score:.4f}　{_ranks(one.ranks)}"
        for one in asked.passages
    ]
    yield from _listed("見つけた箇所（統合の得点、方法ごとの順位）", passages)
    yield from _listed("行（得点、信号）", [_line(line) for line in asked.lines])
    yield f"先頭の行が答えである確率: {asked.probability:.3f}（{asked.enough:.2f}以上なら答える）"


def _understood(one: Understood) -> Iterator[str]:
    words = "、".join(
        f"{word.lemma}{'（前置き）' if word.aside else ''} {word.weight:.2f}"
        + (f"〔{'・'.join(word.alternatives)}〕" if word.alternatives else "")
        for word in one.topic
    )
    years = "、".join([*map(year_label, one.fiscal_years), *(f"{year}年" for year in one.calendar_years)])
    told = {
        "質問文": one.question, "語と重み": words, "項目": "、".join(one.attributes), "年": years,
        "対象": "、".join(one.subjects), "満たす条件": "、".join(one.met), "満たさない条件": "、".join(one.unmet),
        "意図": "、".join(one.intents), "金額": "、".join(f"{yen:,}円" for yen in one.amounts),
        "答えの種類": one.expected,
    }  # fmt: skip
    return (f"{name}: {text or 'なし'}" for name, text in told.items())


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"{title}: {'' if lines else 'なし'}".rstrip()
    yield from (f"  {number}. {line}" for number, line in enumerate(lines, 1))


def _fact(fact: FoundFact) -> str:
    conditions = f"（{'、'.join(fact.conditions)}）" if fact.conditions else ""
    place = f"{fact.document_id} p{fact.page} {year_label(fact.fiscal_year)}"
    return f"{fact.subject}の{fact.attribute}{conditions} {_short(fact.text)}　{place}"


def _ranks(ranks: dict[str, int | None]) -> str:
    return "、".join(f"{_LEGS.get(leg, leg)} {rank or '－'}" for leg, rank in ranks.items())


def _line(line: FoundLine) -> str:
    signals = " ".join(f"{name}={value:.2f}" for name, value in line.signals.items())
    return f"{line.score:.3f} {line.document_id} p{line.page} {_short(line.text)}\n     {signals}"


def _step(step: Step) -> str:
    why = f"［{'、'.join(step.why)}］" if step.why else ""
    return f"{_PARTS.get(step.part, step.part)}: {_OUTCOMES[step.outcome]}{why}　{_short(step.text)}".rstrip()


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
