"""PDFs as a browser prints them: embedded fonts, letters mapped to radicals, cells as narrow as their text."""

import shutil
import subprocess

import pytest

from ingest.loaders import load_file
from tests.ingest.loaders.outlines import outline

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to print with")

STYLE = """<meta charset="utf-8"><style>body {font: 10.5pt "Noto Sans CJK JP"} table {border-collapse: collapse}
h3 {break-after: avoid} .ruled td, .ruled th {border: 1px solid} .open td, .open th {padding: 4pt 24pt 4pt 0}</style>"""
SENTENCE = "都内の中小企業者が行う試作を支援する制度で、審査を経て経費の一部を助成します。"
SHEET = [
    ("対象者", "都内の中小企業者"),
    (
        "助成率",
        "1/2以内（小規模企業者は2/3以内）とし、審査の結果によって決定します。詳しくは募集の要項をご覧ください。",
    ),
    ("限度額", "2,000万円"),
]


def print_pdf(folder, body):
    (folder / "a.html").write_text(f"<html lang=ja>{STYLE}<body>{body}", encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    target = folder / "a.pdf"
    subprocess.run(
        [*command, f"--print-to-pdf={target}", str(folder / "a.html")], check=True, capture_output=True, timeout=60
    )
    return target


def read(folder, body, lexicon):
    (page,) = load_file(print_pdf(folder, body), lexicon).pages
    return outline(page)


def rows(cells):
    return "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in cells)


@pytest.mark.parametrize("kind", ["ruled", "open"])
def test_a_printed_sheet_is_read_alike_with_rules_and_without(tmp_path, lexicon, kind):
    body = f"<h1>試作支援事業</h1><p>{SENTENCE}</p><table class={kind}>{rows(SHEET)}</table><p>{SENTENCE}</p>"
    sheet = [f"{key} | {value}" for key, value in SHEET]
    assert read(tmp_path, body, lexicon) == ["# 試作支援事業", SENTENCE, *sheet, SENTENCE]


def test_two_printed_columns_are_read_one_after_the_other(tmp_path, lexicon):
    columns = f"<h3>事業の目的</h3><p>{SENTENCE * 3}</p><h3>対象となる方</h3><p>{SENTENCE * 5}</p>"
    body = f'<h1>試作支援事業</h1><div style="column-count: 2; column-gap: 20pt">{columns}</div><p>{SENTENCE}</p>'
    assert read(tmp_path, body, lexicon) == [
        "# 試作支援事業", "## 事業の目的", SENTENCE * 3, "## 対象となる方", SENTENCE * 5, SENTENCE,
    ]  # fmt: skip


def test_narrow_blanks_and_marks_that_a_font_draws_alike_are_read_as_written(tmp_path, lexicon):
    line = "Ⅰ 競争力の強化・改善と、販路の開拓／海外への展開を支援します。"
    assert read(tmp_path, f"<p>{line}", lexicon) == [line]
