"""PowerPoint files: a slide is a page. Speaker notes are not read: they are not shown to the public."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import CorpusError
from ingest.lexicon import Lexicon
from ingest.loaders.grids import write_grid
from ingest.loaders.lines import is_key, write_line
from ingest.loaders.ordering import Box, reading_order
from ingest.loaders.types import LoadedFile, LoadedPage, Problem
from ingest.loaders.writing import Cell, PageWriter

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOST_SHAPES = 5_000
_PICTURED = ("chart", "diagram")


@dataclass(frozen=True, slots=True)
class _Frame(Box):
    shape: Any


def read_pptx(path: Path, lexicon: Lexicon) -> LoadedFile:
    """The slides of a presentation; raises CorpusError for what cannot be opened."""
    import pptx

    pages: list[LoadedPage] = []
    problems: list[Problem] = []
    try:
        for number, slide in enumerate(pptx.Presentation(str(path)).slides, 1):
            name = f"{path.name} の{number}枚目"
            pages.append(_page(slide, number, name, lexicon, problems))
    except Exception as error:  # noqa: BLE001 - python-pptx raises whatever a broken part makes it stumble over
        raise CorpusError(
            f"{path.name} をPowerPoint文書として読めません（{error}）。PowerPointで開き、保存し直してください。"
        ) from None
    return LoadedFile(tuple(pages), tuple(problems))


def _page(slide: Any, number: int, name: str, lexicon: Lexicon, problems: list[Problem]) -> LoadedPage:
    writer = PageWriter()
    if slide.element.get("show") in ("0", "false"):
        problems.append(Problem(number, f"{name}は非表示スライドのため、読み込みませんでした。"))
        return writer.finish(number, "python-pptx")
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        writer.heading(" ".join(_lines(title.text_frame)), 1)
    frames = list(_frames(slide.shapes, title))
    if any(_is_picture_of_words(frame.shape) for frame in frames):
        problems.append(
            Problem(number, f"{name}のグラフや図（SmartArt）の文字は読み込めません。表か文章で補ってください。")
        )
    _write(writer, reading_order([frame for frame in frames if _has_words(frame.shape)]), lexicon)
    return writer.finish(number, "python-pptx")


def _write(writer: PageWriter, frames: list[_Frame], lexicon: Lexicon) -> None:
    taken: set[int] = set()
    for frame in frames:
        if id(frame) in taken:
            continue
        if frame.shape.has_table if hasattr(frame.shape, "has_table") else False:
            write_grid(writer, _grid(frame.shape.table), lexicon)
            continue
        value = _value_of(frame, [other for other in frames if id(other) not in taken], lexicon)
        if value is None:
            _write_text(writer, frame.shape, lexicon)
        else:
            # A label box with its value box to the right is one row of a sheet.
            taken.add(id(value))
            cells = [Cell(tuple(_lines(box.shape.text_frame))) for box in (frame, value)]
            write_grid(writer, [cells], lexicon)


def _value_of(label: _Frame, frames: list[_Frame], lexicon: Lexicon) -> _Frame | None:
    if not is_key(label.shape.text_frame.text, lexicon):
        return None
    beside = [
        frame
        for frame in frames
        if frame is not label
        and frame.x0 >= label.x1 - label.width / 4
        and min(frame.bottom, label.bottom) - max(frame.top, label.top) > 0.5 * min(frame.height, label.height)
    ]
    nearest = min(beside, key=lambda frame: frame.x0, default=None)
    is_text = nearest is not None and nearest.shape.has_text_frame
    return nearest if nearest and is_text and not is_key(nearest.shape.text_frame.text, lexicon) else None


def _write_text(writer: PageWriter, shape: Any, lexicon: Lexicon) -> None:
    is_body = shape.is_placeholder and shape.placeholder_format.type in _body_types()
    for paragraph in shape.text_frame.paragraphs:
        properties = paragraph._p.pPr
        has_mark = properties is not None and any(
            properties.find(_A + tag) is not None for tag in ("buChar", "buAutoNum")
        )
        has_none = properties is not None and properties.find(_A + "buNone") is not None
        is_bullet = has_mark or ((paragraph.level > 0 or is_body) and not has_none)
        for line in _paragraph_lines(paragraph):
            write_line(writer, line, lexicon, paragraph.level if is_bullet else None)


def _body_types() -> tuple[Any, ...]:
    from pptx.enum.shapes import PP_PLACEHOLDER

    return (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY)


def _frames(shapes: Any, title: Any) -> Iterator[_Frame]:
    """All shapes of a slide in the slide's own coordinates, groups taken apart."""
    stack = [(shape, 1.0, 1.0, 0.0, 0.0) for shape in shapes]
    for _ in range(_MOST_SHAPES):
        if not stack:
            return
        shape, across, down, left, top = stack.pop()
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if hasattr(shape, "shapes"):
            stack += [(inner, *_inner_scale(shape, across, down, left, top)) for inner in shape.shapes]
            continue
        x0, y0 = left + (shape.left or 0) * across, top + (shape.top or 0) * down
        yield _Frame(x0, y0, x0 + (shape.width or 0) * across, y0 + (shape.height or 0) * down, shape)


def _inner_scale(group: Any, across: float, down: float, left: float, top: float) -> tuple[float, float, float, float]:
    """A group's children count in units of their own: their scale and origin on the slide."""
    transform = group._element.grpSpPr.find(_A + "xfrm")
    child_at = None if transform is None else transform.find(_A + "chOff")
    child_size = None if transform is None else transform.find(_A + "chExt")
    if child_at is None or child_size is None:
        return across, down, left, top
    wide = across * group.width / max(1, int(child_size.get("cx", 0)))
    high = down * group.height / max(1, int(child_size.get("cy", 0)))
    x = left + group.left * across - int(child_at.get("x", 0)) * wide
    return wide, high, x, top + group.top * down - int(child_at.get("y", 0)) * high


def _has_words(shape: Any) -> bool:
    if shape.has_text_frame:
        return bool(shape.text_frame.text.strip()) and not _is_furniture(shape)
    return bool(getattr(shape, "has_table", False))


def _is_furniture(shape: Any) -> bool:
    """Slide number, date and footer."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    furniture = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER)
    return bool(shape.is_placeholder and shape.placeholder_format.type in furniture)


def _is_picture_of_words(shape: Any) -> bool:
    data = next(shape._element.iter(_A + "graphicData"), None)
    return data is not None and any(kind in data.get("uri", "") for kind in _PICTURED)


def _grid(table: Any) -> list[list[Cell]]:
    cells: dict[Any, Cell] = {}
    for row in range(len(table.rows)):
        for column in range(len(table.columns)):
            cell = table.cell(row, column)
            if cell.is_spanned:
                continue
            made = Cell(tuple(_lines(cell.text_frame)))
            down, across = (cell.span_height, cell.span_width) if cell.is_merge_origin else (1, 1)
            cells.update({(row + i, column + j): made for i in range(down) for j in range(across)})
    return [[cells.get((r, c), Cell()) for c in range(len(table.columns))] for r in range(len(table.rows))]


def _lines(frame: Any) -> list[str]:
    return [line for paragraph in frame.paragraphs for line in _paragraph_lines(paragraph)]


def _paragraph_lines(paragraph: Any) -> list[str]:
    """The paragraph's text; its line breaks come as vertical tabs."""
    return [line for line in paragraph.text.replace("\v", "\n").split("\n") if line.strip()]
