"""The hand-written readings of a corpus, verified against its pages."""

from dataclasses import dataclass
from pathlib import Path

from ingest.errors import CorpusError
from ingest.layout import PageLayout
from ingest.placing import place
from ingest.reading import parse_reading
from ingest.types import Document


@dataclass(frozen=True, slots=True)
class Readings:
    """Reading files by document id, and the structural labels that they may use."""

    files: dict[str, Path]
    labels: frozenset[str]

    def layouts(self, document: Document) -> dict[int, PageLayout]:
        """Page number -> layout for the pages that a reading covers; raises ReadingError or CorpusError."""
        path = self.files.get(document.id)
        if path is None:
            return {}
        name = f"readings/{path.name}"
        layouts = {}
        try:
            source = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise CorpusError(
                f"{name} をUTF-8として読めません（{error.start}バイト目）。保存し直してください。"
            ) from None
        for reading in parse_reading(name, source):
            if not 1 <= reading.page <= len(document.pages):
                raise CorpusError(
                    f"{name}: page {reading.page} はありません（{document.id} は{len(document.pages)}ページ）。"
                )
            page = document.pages[reading.page - 1]
            placed = place(name, reading, page.text, self.labels)
            layouts[reading.page] = PageLayout(page, reading.nodes, placed.spans, "reading")
        return layouts


def load_readings(corpus: Path) -> Readings:
    """The readings under ``corpus/readings``; a corpus without any has none."""
    folder = corpus / "readings"
    files = {path.stem: path for path in sorted(folder.glob("*.md"))}
    labels = folder / "labels.txt"
    lines = labels.read_text(encoding="utf-8").splitlines() if labels.is_file() else []
    return Readings(files, frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#")))
