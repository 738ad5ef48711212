"""``sodan eval new``: writing a question with its evidence, from the documents and never from an answer.

The search shows pages that could hold the evidence; the writer chooses the lines that prove it. What can be read
off those lines (figures, their role and conditions, whose they are) is proposed, and every proposal can be changed.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.given import Address
from eval.items import KINDS, REASONS, Expectation, ExpectedFigure, Item, Status
from eval.lint import lint
from eval.loading import SetError, read_sets
from eval.reference import Reference
from ingest.fold import squeeze
from ingest.quantities import parse_quantities

Ask = Callable[[str], str]
"""Shows a prompt and gives what was typed; EOFError at the end."""
Tell = Callable[[str], None]
Find = Callable[[str], Sequence[Address]]
"""The pages that a text finds, best first."""
_SPAN = re.compile(r"(\d+)(?:-(\d+))?")
_SHOWN = 6


@dataclass(frozen=True)
class Writer:
    """Asks for an item and adds it to a set under ``folder``."""

    folder: Path
    reference: Reference
    find: Find
    ask: Ask
    tell: Tell

    def write(self, set_name: str, reviewer: str, today: str) -> Item | None:
        """The item that was written; None where the writer kept it back. Raises ValueError for a name of no set."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", set_name):
            raise ValueError(f"設問集の名前「{set_name}」は、半角の英小文字と数字で付けてください。")
        kind = self._one_of("種類", KINDS)
        turns = self._turns()
        item = Item(self._id(kind, set_name), kind, turns, Expectation(("answered",)))  # type: ignore[arg-type]
        answers = self._yes("資料に答えがありますか")
        item = self._answered(item) if answers else self._unanswered(item)
        item = replace(item, reviewed_by=reviewer or self._some("確かめた人"), reviewed_at=today)
        item = replace(item, note=self.ask("覚え書き（計算の過程など。なければ空のまま）: ").strip())
        return self._added(item, set_name)

    def _turns(self) -> tuple[str, ...]:
        turns = [self._some("質問")]
        while turn := self.ask("続きの質問（なければ空のまま）: ").strip():
            turns.append(turn)
        return tuple(turns)

    def _answered(self, item: Item) -> Item:
        address = self._page(item.turns)
        quotes = self._quotes(address)
        figures = self._figures(quotes)
        subject = next((s.name for s in self.reference.subjects if self._is_on(s.names, address)), "")
        programme = self.ask(f"事業の名前（資料の表記。空のままなら「{subject}」）: ").strip() or subject
        strings = self._strings("答えに必ず入る語（、で区切り、言いかえは / で並べる。なければ空のまま）: ")
        forbidden = self.ask("答えにあってはならない数値（yen:500000 の形、空白で区切る。なければ空のまま）: ").split()
        expect = replace(item.expect, figures=figures, strings=strings, forbidden_figures=tuple(forbidden))
        return replace(
            item, expect=expect, document=address[0], pages=(address[1],), quotes=quotes, programme=programme,
            fiscal_years=(self.reference.years[address[0]],),
        )  # fmt: skip

    def _unanswered(self, item: Item) -> Item:
        reason = self._one_of("答えがない理由", REASONS)
        status: Status = "clarify" if reason in ("no_topic", "ambiguous") else "not_found"
        forbidden = self.ask("言いそうな誤った数値（yen:500000 の形、空白で区切る。なければ空のまま）: ").split()
        return replace(item, expect=Expectation((status,), (reason,), forbidden_figures=tuple(forbidden)))

    def _page(self, turns: Sequence[str]) -> Address:
        query = " ".join(turns)
        while True:
            found = list(dict.fromkeys(self.find(query)))[:_SHOWN]
            for n, address in enumerate(found, 1):
                lead = " ".join(self.reference.pages[address].split())[:70]
                self.tell(f"  {n}. {address[0]} p{address[1]}  {lead}")
            said = self._some("根拠のページ（番号、または「r07 9」の形。別の語を入れると探し直す）")
            if said.isdigit() and 1 <= int(said) <= len(found):
                return found[int(said) - 1]
            document, _, page = said.partition(" ")
            if page.strip().isdigit() and (document, int(page)) in self.reference.pages:
                return document, int(page)
            query = said

    def _quotes(self, address: Address) -> tuple[str, ...]:
        """The chosen lines, as they stand on the page."""
        lines = self.reference.pages[address].split("\n")
        for n, line in enumerate(lines, 1):
            self.tell(f"  {n:>3}  {line}")
        while True:
            said = self._some("根拠の行（「12」「12-14」を空白で区切る）")
            matches = [_SPAN.fullmatch(part) for part in said.split()]
            spans = [(int(m[1]), int(m[2] or m[1])) for m in matches if m]
            if len(spans) == len(matches) and all(1 <= a <= b <= len(lines) for a, b in spans):
                return tuple("\n".join(lines[a - 1 : b]).strip("\n") for a, b in spans)
            self.tell("行の番号が読めません。")

    def _figures(self, quotes: Iterable[str]) -> tuple[ExpectedFigure, ...]:
        figures = []
        for quote in quotes:
            for quantity in parse_quantities(quote):
                asked = f"「{quantity.text}」（{quantity.canonical}）は必要ですか"
                if quantity.kind == "number" or not self._yes(asked):
                    continue
                before = quote[: quantity.start]
                role = self._role(before, quantity.kind)
                role = self.ask(f"  何の数値ですか（空のままなら「{role}」）: ").strip() or role
                stated = "、".join(sorted(self.reference.vocabulary.stated(before).conditions))
                conditions = self.ask(f"  条件（、で区切る。空のままなら「{stated}」）: ").strip() or stated
                figures.append(ExpectedFigure(quantity.canonical, role, tuple(filter(None, conditions.split("、")))))
        return tuple(figures)

    def _role(self, before: str, kind: str) -> str:
        """The attribute of that kind whose key stands last in front of a figure."""
        text = squeeze(before)
        own = [one for one in self.reference.lexicon.attributes if one.kind == kind]
        placed = [(max((text.rfind(key) for key in one.keys), default=-1), one.name) for one in own]
        return max(placed, default=(-1, ""))[1] if any(at >= 0 for at, _ in placed) else ""

    def _strings(self, prompt: str) -> tuple[tuple[str, ...], ...]:
        said = self.ask(prompt).strip()
        return tuple(tuple(filter(None, part.split("/"))) for part in said.split("、") if part.strip())

    def _added(self, item: Item, set_name: str) -> Item | None:
        path = self.folder / f"{set_name}.jsonl"
        row = item_row(item)
        line = json.dumps(row, ensure_ascii=False) + "\n"
        self.tell(json.dumps(row, ensure_ascii=False, indent=1))
        faults = self._faults(path.name, line)
        for fault in faults:
            self.tell(str(fault))
        if faults or not self._yes(f"{path} に加えますか"):
            return None
        self.folder.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(line)
        return item

    def _faults(self, name: str, line: str) -> list[SetError]:
        """What is wrong with a line, read as a set of its own."""
        with TemporaryDirectory() as folder:
            (Path(folder) / name).write_text(line, encoding="utf-8")
            items, errors = read_sets(Path(folder))
        return [*errors, *lint(items, self.reference)]

    def _id(self, kind: str, set_name: str) -> str:
        known = {item.id for item in read_sets(self.folder)[0]} if self.folder.is_dir() else set()
        numbers = (f"{set_name}-{kind}-{n:03}" for n in range(1, 100_000))
        return next(id_ for id_ in numbers if id_ not in known)

    def _is_on(self, names: Iterable[str], address: Address) -> bool:
        page = squeeze(self.reference.pages[address])
        return any(squeeze(name) in page for name in names)

    def _one_of(self, what: str, allowed: Sequence[str]) -> str:
        while (said := self._some(f"{what}（{'、'.join(allowed)}）")) not in allowed:
            self.tell(f"「{said}」は選べません。")
        return said

    def _some(self, what: str) -> str:
        while not (said := self.ask(f"{what}: ").strip()):
            pass
        return said

    def _yes(self, what: str) -> bool:
        return self.ask(f"{what} [y/N]: ").strip().lower() in ("y", "yes", "はい")


def item_row(item: Item) -> dict[str, object]:
    """``item`` as a line of a set has it."""
    row = asdict(item)
    return {key: value for key, value in row.items() if key not in ("file", "line", "split")}
