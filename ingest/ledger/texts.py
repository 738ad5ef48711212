"""Facts whose value is wording: who is meant, where something is, what is required, new or enlarged, said."""

import re

from ingest.fold import narrow, squeeze
from ingest.ledger.page import Detail, PageLedger, Tie
from ingest.ledger.scope import Scope
from ingest.ledger.words import Words

_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_AUDIENCE = re.compile(r"(?:^|(?<=[。]))([^。]{2,60}?)(?:を対象(?=に|と)|向けに|に対し(?=、))")
_MAKER = re.compile(r"^([^。、（]{2,20}(?:（[^）]{2,60}）)?)が行う")
_FRAME_FOR = re.compile(r"」として、([^。]{2,40}?)の場合")
_LABELLED = re.compile(r"[（(【]\s*([^（()）【】：:]{1,8})(?:[：:]|】)\s*([^（()）、\s]+(?:等)?)")
_PLACE = re.compile(r"([^、\s（()）〔〕]{2,20})[（(]([^（()）]{1,12})[）)]")
_SITED = re.compile(r"を([一-鿿]{1,6}[区市町村])に(?:整備|設置|開設|立地|開業)")
_DONE_BY = re.compile(r"^([^。、をにはが]{2,30})が[^。]*(?:企画)?実施$")
_TAGGED = re.compile(r"^(.+?)[【〔]([^】〕]{1,4})[】〕](?:[\s\u3000]*など)?$")
_JOINT = re.compile(r"(?:また|併せて|その他|なお|さらに)、|(?:また|なお)(?=[一-鿿ァ-ヴー])")
_CHART = re.compile(r"[（(]図[^（()）]*[）)]$")
_ABOUT = re.compile(r"([^、。]{2,20})について、")
_REQUIRED = re.compile(r"(?:必要|要予約|に限る|こと)[。]?[）)]?$")


def add_statement(page: PageLedger, scope: Scope, words: Words, tie: Tie, key: Words | None = None) -> None:
    """What a line says, sentence by sentence: 内容, of a company 事例, of a survey 調査結果."""
    kind = scope.owner.programme.kind if scope.owner else ""
    name = {"company": "事例", "survey": "調査結果"}.get(kind, "内容") if key is None or kind == "company" else "内容"
    name = scope.attribute.name if scope.attribute and scope.attribute.kind == "text" else name
    for match in _SENTENCE.finditer(words.text):
        part = words.part(*match.span())
        if joint := _JOINT.match(part.text):
            part = part.part(joint.end(), len(part.text))
        if part.text[:1] == "【" and part.text[-1:] == "】":
            part = part.part(1, len(part.text) - 1)
        if name == "調査結果":
            _add_finding(page, scope, part, tie)
        else:
            page.add_text(scope, name, part, tie, Detail(key=key))
    add_audience(page, scope, words, tie)


def _add_finding(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> None:
    """A sentence about a survey: what it is about (「…について、」), its clauses, no reference to a chart."""
    chart = _CHART.search(words.text)
    end = chart.start() if chart else len(words.text)
    topic = _ABOUT.match(words.text)
    start = topic.end() if topic else 0
    for clause in re.finditer(r".+?(?:だが、|$)", words.text[start:end]):
        said = words.part(start + clause.start(), start + clause.end() - (3 if clause[0].endswith("だが、") else 0))
        page.add_text(scope, "調査結果", said, tie, Detail(item=(narrow(topic[1]) if topic else "",)))


def add_audience(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> None:
    """対象者 of a sentence: 「…を対象に」, 「…に対し、」, 「…が行う」, or of a frame in a rate's cell."""
    for pattern in (_AUDIENCE, _MAKER) if "、" in words.text or "に" in words.text else ():
        if found := pattern.search(words.text):
            page.add_text(scope, "対象者", words.part(*found.span(1)), tie)
    if found := _FRAME_FOR.search(words.text):
        stated = frozenset(name for name in page.vocabulary.stated(words.text).conditions if ":" in name)
        page.add_text(scope, "対象者", words.part(*found.span(1)), tie, Detail(conditions=stated))
    if found := _SITED.search(words.text):
        page.add_text(scope, "所在地", words.part(*found.span(1)), tie)
    if found := _DONE_BY.search(words.text):
        page.add_text(scope, "実施主体", words.part(*found.span(1)), tie)


def add_label(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> bool:
    """「（対象：経営層）」, 「【対象】過去支援企業等」: wording behind its label."""
    added = False
    for found in _LABELLED.finditer(words.text):
        attribute = page.lexicon.attribute_by_key.get(squeeze(found[1]))
        if attribute and attribute.kind == "text":
            begin, end = found.span(2)
            end = min([figure.start for figure in page.figures(words) if figure.start > begin] + [end])
            page.add_text(scope, attribute.name, words.part(begin, end), tie, Detail(key=words.part(*found.span(1))))
            added = True
    return added


def add_places(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> bool:
    """「城南支所(大田)」, also in a list: where each of the named places is."""
    endings, strange = page.vocabulary.places.get("endings", ()), page.vocabulary.places.get("not", ())
    added = False
    for found in _PLACE.finditer(words.text):
        name, place = squeeze(found[1]), squeeze(found[2])
        if not name.endswith(endings) or place in strange or page.figures(words.part(*found.span(2))):
            continue
        owner = page.owners.named(words.part(*found.span()), scope.within) or page.owners.named(
            words.part(*found.span(1))
        )
        outer = scope if owner is None else scope.owned(owner)
        page.add_text(outer, "所在地", words.part(*found.span(2)), tie, Detail(item=(narrow(found[1]),)))
        added = True
    return added


def add_tagged(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> bool:
    """「悪質クレーム対策【新規】 など」: the tag is of the words that it stands on, and of nothing else."""
    found = _TAGGED.match(words.text)
    if not found or not page.vocabulary.is_role("tags", found[2]):
        return False
    named = words.part(*found.span(1))
    owner = page.owners.named(named) or page.owners.own(named)
    page.add_text(scope.owned(owner), "区分", words.part(*found.span(2)), tie)
    page.add_text(scope, "内容", named, tie)
    return True


def add_required(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> bool:
    """A note that ends in 必要 or 要予約 is a requirement."""
    text = words.bare
    inner = text.part(1, len(text.text) - 1) if text.text[:1] in "（(" and text.text[-1:] in "）)" else text
    if not _REQUIRED.search(inner.text):
        return False
    page.add_text(scope, "要件", inner, tie)
    return True


def add_done_by(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> bool:
    """「…（公社）」 at a line's end: the organisation in the bracket runs it."""
    found = re.search(r"[（(]([（(]?[^（()）]*[）)]?[^（()）]{2,30})[）)]$", words.text)
    owner = page.owners.named(words.part(*found.span(1))) if found else None
    if not found or owner is None or owner.programme.kind != "organisation":
        return False
    page.add_text(
        scope,
        "実施主体",
        words.part(*found.span(1)),
        tie,
        Detail(item=(narrow(words.text[: found.start()]).strip(),)),
    )
    return True
