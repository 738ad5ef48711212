"""An answer taken apart: its statements, the words that each leans on, and the figures in them.

A statement is a sentence, a line of a list or a cell of a table. What stands beside it in its line, the line
that introduces its list, and the heads of its row and column belong to it as ``context``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from eval.reading import read_figures

MARK = re.compile(r"\[(\d+)\]")
# A sentence with the remark and the marks behind its full stop: 「…です。（資料の並び順による対応）[1][2]」.
_SENTENCE = re.compile(r"[^。]*。(?:（[^（）]*）)?(?:\s*\[\d+\])*|[^。]+$")
_BULLET = re.compile(r"^\s*(?:[・•*●○◦-]|\d+[.)．）])\s*")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")


@dataclass(frozen=True, slots=True)
class Statement:
    """``text`` without marks, ``line`` its whole line up to it and ``context`` what introduces it, without marks.

    ``marks`` are the citations of the statement, or those of its line where it has none itself.
    """

    text: str
    line: str
    context: str
    marks: tuple[int, ...]

    @property
    def whole(self) -> str:
        """All words that say what the statement is about."""
        return f"{self.context}\n{self.line}\n{self.text}"


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure of an answer: its canonical value, its kind, and where it stands in the text of its statement."""

    value: str
    kind: str
    text: str
    qualifiers: tuple[str, ...]
    start: int
    end: int
    statement: Statement


def statements(answer: str) -> tuple[Statement, ...]:
    """The statements of ``answer``, in its order."""
    found: list[Statement] = []
    lead, header = "", list[str]()
    for line in answer.split("\n"):
        if "|" in line and line.strip().startswith("|"):
            cells = _cells(line)
            if not header:
                header = cells
            elif not _RULE.match(line):
                found += _row(header, cells, lead)
            continue
        header = []
        if not line.strip():
            continue
        listed = _BULLET.match(line)
        found += _sentences(line[listed.end() :] if listed else line, lead if listed else "")
        lead = lead if listed else bare(line)
    return tuple(found)


def stated_figures(found: tuple[Statement, ...]) -> tuple[StatedFigure, ...]:
    """The figures of all statements; what is only counted off (第3回) is none."""
    return tuple(
        StatedFigure(q.canonical, q.kind, q.text, q.qualifiers, q.start, q.end, statement)
        for statement in found
        for read in read_figures(statement.text)
        for q in read.figures
        if "第" not in q.qualifiers
    )


def bare(text: str) -> str:
    """``text`` without the marks of citations."""
    return MARK.sub("", text)


def _sentences(line: str, lead: str) -> list[Statement]:
    found: list[Statement] = []
    before = ""
    for match in _SENTENCE.finditer(line):
        text = bare(match[0])
        if text.strip():
            found.append(Statement(text, before, lead, _marks(match[0])))
        before += text
    return [one if one.marks else replace(one, marks=_marks(line)) for one in found]


def _row(header: list[str], cells: list[str], lead: str) -> Iterator[Statement]:
    name = bare(cells[0])
    for column, cell in enumerate(cells[1:], 1):
        head = bare(header[column]) if column < len(header) else ""
        marks = _marks(cell) or _marks("".join([cells[0], *header[column : column + 1]]))
        yield Statement(bare(cell), "", "\n".join([lead, head, name]), marks)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _marks(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(mark) for mark in MARK.findall(text)))
