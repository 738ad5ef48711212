"""Where each atom of a reading stands on its page: the proof that no word of it was invented.

White space and character width aside, a run must be found letter for letter on the page, must not
begin or end inside a number, and takes characters that no earlier run took, unless it names its
occurrence. What is found gives the span that citations quote.
"""

from dataclasses import dataclass, field

from ingest.errors import ReadingError
from ingest.fold import fold
from ingest.reading import Atom, Item, Node, PageReading, Row, Run, Table
from ingest.types import Span

_IN_NUMBER = frozenset("0123456789")
_SCALES = frozenset("万億兆千百")
_JOINING = _SCALES | frozenset(",.")


@dataclass(frozen=True, slots=True)
class Placed:
    """The spans (source characters of the page) of every atom, and what of the page no atom took."""

    spans: dict[Atom, tuple[Span, ...]]
    left: tuple[Span, ...]


@dataclass(slots=True)
class _Squeezed:
    """The folded page without white space; ``at[i]`` is letter i's source span, ``gap[i]``: white space before it."""

    text: str
    at: list[Span]
    gap: list[bool]
    taken: list[bool] = field(default_factory=list)


def place(file: str, reading: PageReading, text: str, labels: frozenset[str]) -> Placed:
    """Find every atom of ``reading`` in ``text``; raises ReadingError with file, line and the offending text."""
    page = _squeeze(text)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    atoms = list(_atoms(reading))
    runs = [(index, part, atom, run) for index, atom in enumerate(atoms) for part, run in enumerate(atom.runs)]
    runs = [entry for entry in runs if not entry[2].is_label]
    for atom in atoms:
        if atom.is_label and atom.text not in labels:
            raise ReadingError(file, atom.line, atom.text, "は見出しの一覧（labels.txt）にありません。")
    # Runs that can stand in one place only go first, so that a short run never takes their letters.
    candidates = {(index, part): _occurrences(page, run.text) for index, part, _, run in runs}
    for index, part, atom, run in sorted(runs, key=lambda r: _freedom(candidates[r[0], r[1]], r[3])):
        cursor = max((found[key][1] for key in found if key < (index, part)), default=0)
        choice = _choose(file, atom, run, candidates[index, part], page, cursor)
        for position in range(*choice):
            page.taken[position] = True
        found[index, part] = choice
    spans = {
        atom: tuple(_source(page, found[index, part]) for part in range(len(atom.runs)))
        for index, atom in enumerate(atoms)
        if not atom.is_label
    }
    return Placed(spans, tuple(_left(page)))


def _freedom(places: list[Span], run: Run) -> bool:
    """False, so first, for a named or single occurrence; sorting keeps the reading order of the rest."""
    return run.nth is None and len(places) > 1


def _atoms(reading: PageReading) -> list[Atom]:
    atoms: dict[int, Atom] = {}
    for node in reading.nodes:
        for atom in _node_atoms(node):
            atoms.setdefault(id(atom), atom)
    return list(atoms.values())


def _node_atoms(node: Node) -> list[Atom]:
    if isinstance(node, Item):
        return list(node.atoms)
    assert isinstance(node, Table)
    rows: list[Row] = [node.header] if node.header else []
    return [atom for row in [*rows, *node.rows] for cell in row.cells for atom in cell]


def _squeeze(text: str) -> _Squeezed:
    folded = fold(text)
    letters: list[str] = []
    at: list[Span] = []
    gap: list[bool] = []
    space = True
    for index, letter in enumerate(folded.text):
        if letter == " ":
            space = True
            continue
        letters.append(letter)
        at.append((folded.starts[index], folded.ends[index]))
        gap.append(space)
        space = False
    return _Squeezed("".join(letters), at, gap, [False] * len(letters))


def _occurrences(page: _Squeezed, run: str) -> list[Span]:
    wanted = _squeeze(run)
    places = []
    start = page.text.find(wanted.text)
    while start >= 0 and wanted.text:
        end = start + len(wanted.text)
        if _whole(page, wanted, start, end):
            places.append((start, end))
        start = page.text.find(wanted.text, start + 1)
    return places


def _whole(page: _Squeezed, wanted: _Squeezed, start: int, end: int) -> bool:
    """Neither end cuts a number in two, and no two numbers are pushed together inside."""
    text = page.text
    if start and not page.gap[start] and text[start] in _IN_NUMBER and _number_before(text, start):
        return False
    if end < len(text) and not page.gap[end] and _number_after(text, end):
        return False
    return not any(
        page.gap[start + i] and not wanted.gap[i]
        for i in range(1, end - start)
        if text[start + i] in _IN_NUMBER and text[start + i - 1] in _IN_NUMBER
    )


def _number_before(text: str, start: int) -> bool:
    before, earlier = text[start - 1], text[start - 2 : start - 1]
    # 2,000万円 is no figure of its own in 1億2,000万円.
    return before in _IN_NUMBER or (before in _JOINING and earlier in _IN_NUMBER and earlier != "")


def _number_after(text: str, end: int) -> bool:
    last, after = text[end - 1], text[end]
    if last in _IN_NUMBER:
        following = text[end + 1] if end + 1 < len(text) else ""
        return after in _IN_NUMBER or (after in ",." and following in _IN_NUMBER and following != "")
    return last in _SCALES and after in _IN_NUMBER


def _choose(file: str, atom: Atom, run: Run, places: list[Span], page: _Squeezed, cursor: int) -> Span:
    if not places:
        raise ReadingError(file, atom.line, run.text, "はこのページの本文にありません。原文のとおりに直してください。")
    if run.nth is not None:
        if not 1 <= run.nth <= len(places):
            raise ReadingError(
                file, atom.line, run.text, f"は本文に{len(places)}か所しかありません（{{#{run.nth}}}）。"
            )
        return places[run.nth - 1]
    free = [place for place in places if not any(page.taken[place[0] : place[1]])]
    if not free:
        raise ReadingError(
            file,
            atom.line,
            run.text,
            "は本文のすべての箇所がすでに使われています。{#番号} で何番目かを示してください。",
        )
    return next((place for place in free if place[0] >= cursor), free[0])


def _source(page: _Squeezed, place: Span) -> Span:
    return page.at[place[0]][0], page.at[place[1] - 1][1]


def _left(page: _Squeezed) -> list[Span]:
    """Source spans of words that no atom took; marks and bullets alone do not count."""
    left: list[Span] = []
    start: int | None = None
    for position in range(len(page.text) + 1):
        taken = position == len(page.text) or page.taken[position]
        if not taken and start is None:
            start = position
        if taken and start is not None:
            if any(letter.isalnum() for letter in page.text[start:position]):
                left.append(_source(page, (start, position)))
            start = None
    return left
