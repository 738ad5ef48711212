"""Word documents: styles give headings and lists, tables keep their place and their merged cells.

Pages are those that Word last laid out; without any break a page begins at each top heading.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.errors import CorpusError
from ingest.lexicon import Lexicon
from ingest.loaders.docx_styles import Styles
from ingest.loaders.docx_tables import table_grid
from ingest.loaders.docx_text import paragraph_lines, paragraphs_of, text_boxes
from ingest.loaders.grids import write_grid
from ingest.loaders.lines import write_line
from ingest.loaders.types import LoadedFile, LoadedPage
from ingest.loaders.writing import PageWriter

_BOLD_HEADING_LETTERS = 40


def read_docx(path: Path, lexicon: Lexicon) -> LoadedFile:
    """The pages of a Word document; raises CorpusError for what cannot be opened."""
    import docx

    try:
        document = docx.Document(str(path))
        return LoadedFile(tuple(_Pages(document, lexicon).read()), ())
    except (CorpusError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - python-docx raises whatever a broken part makes it stumble over
        raise CorpusError(
            f"{path.name} をWord文書として読めません（{error}）。Wordで開き、保存し直してください。"
        ) from None


class _Pages:
    def __init__(self, document: Any, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.styles = Styles(document)
        self.body = document.element.body
        self.notes = _footnotes(document)
        self.pages: list[LoadedPage] = []
        self.writer = PageWriter()
        self.has_top = False
        self.has_breaks = any(self._breaks(block) for block in _blocks(self.body) if block.tag == _W + "p")

    def read(self) -> list[LoadedPage]:
        for block in _blocks(self.body):
            if block.tag == _W + "tbl":
                self._table(block)
            else:
                self._paragraph(block)
        self._turn()
        return self.pages

    def _breaks(self, paragraph: Any) -> bool:
        has_mark = any("\f" in line for line in paragraph_lines(paragraph, True))
        return has_mark or self.styles.breaks_before(paragraph) or self.styles.ends_page(paragraph)

    def _turn(self) -> None:
        if not self.writer.is_empty:
            self.pages.append(self.writer.finish(len(self.pages) + 1, "python-docx"))
            self.writer = PageWriter()

    def _paragraph(self, paragraph: Any) -> None:
        if self.styles.breaks_before(paragraph):
            self._turn()
        depth = self.styles.heading_depth(paragraph)
        if not self.has_breaks and self.styles.splits_at_top and self.styles.is_top(paragraph):
            # The document's title and what leads in stay with the first heading.
            if self.has_top:
                self._turn()
            self.has_top = True
        for line in paragraph_lines(paragraph, self.has_breaks):
            for at, part in enumerate(line.split("\f")):
                if at:
                    self._turn()
                self._line(paragraph, part, depth)
        self._attached(paragraph)
        if self.styles.ends_page(paragraph):
            self._turn()

    def _attached(self, paragraph: Any) -> None:
        """Text boxes and footnotes stand with the paragraph that they hang on."""
        for inner in text_boxes(paragraph):
            for line in paragraph_lines(inner, False):
                write_line(self.writer, line, self.lexicon, self.styles.list_depth(inner))
        for note in self._notes_of(paragraph):
            self.writer.note(note)

    def _line(self, paragraph: Any, text: str, depth: int | None) -> None:
        if depth is not None:
            self.writer.heading(text, depth)
            return
        level = self.styles.list_depth(paragraph)
        is_bold = level is None and self.styles.is_bold(paragraph)
        if is_bold and 0 < len(text) <= _BOLD_HEADING_LETTERS and not text.endswith("。") and "：" not in text:
            self.writer.subheading(text)
        else:
            write_line(self.writer, text, self.lexicon, level)

    def _notes_of(self, paragraph: Any) -> Iterator[str]:
        for reference in paragraph.iter(_W + "footnoteReference"):
            if text := self.notes.get(reference.get(_W + "id", "")):
                yield text

    def _table(self, table: Any) -> None:
        grid, has_header = table_grid(table)
        write_grid(self.writer, grid, self.lexicon, has_header)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables in document order, also those inside content controls."""
    stack = [iter(container)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in (_W + "p", _W + "tbl"):
            yield element
        elif element.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml", _W + "moveTo"):
            stack.append(iter(element))


def _footnotes(document: Any) -> dict[str, str]:
    """Footnote id -> text."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            return {
                note.get(_W + "id", ""): " ".join(
                    line for p in paragraphs_of(note) for line in paragraph_lines(p, False)
                )
                for note in root.iter(_W + "footnote")
                if note.get(_W + "type") is None
            }
    return {}
