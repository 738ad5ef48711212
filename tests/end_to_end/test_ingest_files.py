"""``sodan ingest PATH``: a sixth document is answered from like the five, and what is wrong with a file is told.

The sheets are sample data (見本): their programmes, figures and offices are made up.
"""

import json
import shutil
import subprocess

import pytest
from filelock import FileLock

from ingest.versions import current_version
from rag.bootstrap import build_chain
from rag.settings import ChainSettings
from tests.end_to_end.running import sodan
from tests.ingest.corpora import write_small_corpus
from tests.ingest.loaders.drawing import Paper

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRAWN, PRINTED = "みなも工房連携支援事業", "かわら版デザイン支援事業"
SHEETS = {
    DRAWN: [
        ("助成対象者", "都内に工房を置く中小企業者"), ("助成限度額", "370万円"), ("助成率", "5分の3以内"),
        ("助成対象期間", "令和8年9月1日から令和9年8月31日まで（1年間）"),
    ],
    PRINTED: [
        ("助成対象者", "都内で印刷業を営む中小企業者"), ("助成限度額", "1,240万円"), ("助成率", "10分の7以内"),
        ("助成対象期間", "令和8年11月4日から令和10年2月29日まで（1年4か月以内）"),
    ],
}  # fmt: skip
OTHER = [("助成限度額", "95万円"), ("助成率", "4分の1以内"), ("助成対象期間", "令和8年5月7日から令和8年6月30日まで")]
STYLE = """<meta charset="utf-8"><style>body {font: 10.5pt "Noto Sans CJK JP"} table {border-collapse: collapse}
td {border: 1px solid; padding: 4pt} h1 {break-before: page}</style>"""
COVER = ["令和8年度 支援事業のご案内（見本）", "この資料は試験のための見本で、載っている事業は実在しません。"]


def draw(path):
    """A cover, a decoy on page 2 and the sheet on page 3, with ruled tables."""
    paper = Paper(path)
    paper.write(60, 60, COVER[0], size=20)
    paper.write(60, 100, COVER[1])
    for name, rows in (("ゆらぎ紙工房設備更新事業", OTHER), (DRAWN, SHEETS[DRAWN])):
        paper.turn()
        paper.write(60, 60, name, size=18)
        ys = [90 + 24 * row for row in range(len(rows) + 1)]
        paper.grid([60, 180, 535], ys)
        for y, (key, value) in zip(ys, rows, strict=False):
            paper.write(66, y + 16, key)
            paper.write(186, y + 16, value)
    return paper.save()


def print_sheet(path):
    """The same as a browser prints it, on page 2."""
    cells = "".join(f"<tr><td>{key}<td>{value}" for key, value in SHEETS[PRINTED])
    body = f"<p>{COVER[0]}<p>{COVER[1]}<h1>{PRINTED}</h1><table>{cells}</table>"
    page = path.with_suffix(".html")
    page.write_text(f"<html lang=ja>{STYLE}<body>{body}", encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}"]
    subprocess.run([CHROMIUM, *options, str(page)], check=True, capture_output=True, timeout=60)
    page.unlink()


# A sixth document ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sixth(real_index, tmp_path_factory):
    """The five documents and the sheets, added by the ordinary command to a copy of the five's index."""
    folder = tmp_path_factory.mktemp("sixth")
    (folder / "inbox").mkdir()
    draw(folder / "inbox" / "sheet.pdf")
    if CHROMIUM:
        print_sheet(folder / "inbox" / "printed.pdf")
    shutil.copytree(real_index.index, folder / "index")
    settings = ChainSettings(real_index.corpus, folder / "index", library=folder / "library")
    done = sodan(settings, "ingest", "--json", str(folder / "inbox"))
    assert (done.returncode, done.stderr) == (0, "")
    return settings, json.loads(done.stdout)


@pytest.fixture(scope="module")
def sixth_chain(sixth):
    return build_chain(sixth[0])


def test_only_the_new_documents_are_embedded(sixth):
    _, summary = sixth
    assert summary["documents"] == 5 + len(summary["added"])
    assert {one["outcome"] for one in summary["added"]} == {"new"}
    assert 0 < summary["embedded"] <= 4 * len(summary["added"])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("{}の助成限度額はいくらですか？", "助成限度額"),
        ("{}はいくらまで助成されますか？", "助成限度額"),
        ("{}の助成率は？", "助成率"),
        ("{}の助成対象期間はいつからいつまでですか？", "助成対象期間"),
        ("{}は誰が使えますか？", "助成対象者"),
    ],
)
@pytest.mark.parametrize(("name", "page"), [(DRAWN, 3), (PRINTED, 2)])
def test_a_sheet_is_answered_from_with_its_page_and_its_own_words(sixth, sixth_chain, name, page, question, value):
    if name == PRINTED and not CHROMIUM:
        pytest.skip("no Chromium to print with")
    added = {one["file"].rsplit("/", 1)[1]: one["document_id"] for one in sixth[1]["added"]}
    document_id = added["sheet.pdf" if name == DRAWN else "printed.pdf"]
    answer = sixth_chain.answer(question.format(name))
    assert answer.status == "answered"
    said = dict(SHEETS[name])[value]
    assert said in answer.text
    assert not any(figure in answer.text for _, figure in OTHER)
    assert {(citation.document_id, citation.page) for citation in answer.citations} == {(document_id, page)}
    assert any(said in citation.quote for citation in answer.citations)
    source = sixth_chain.index.store.page(document_id, page).text
    assert all(source[citation.start : citation.end] == citation.quote for citation in answer.citations)


def test_the_five_documents_answer_as_before(chain, sixth_chain):
    for question in ("デジタルツール導入の助成金はいくらまで？", "産業交流展の会場は？", "令和2年度の商店街の予算は？"):
        now, before = sixth_chain.answer(question), chain.answer(question)
        assert (now.text, now.citations) == (before.text, before.citations)


# The command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path):
    """Three short documents, no index and no library yet."""
    write_small_corpus(tmp_path / "corpus")
    (tmp_path / "inbox").mkdir()
    return ChainSettings(tmp_path / "corpus", tmp_path / "index", library=tmp_path / "library")


@pytest.fixture
def run(command):
    return lambda settings, *arguments: command(*arguments, settings=settings)


@pytest.fixture
def inbox(settings):
    return settings.library.parent / "inbox"


def test_one_bad_file_is_named_with_exit_code_one_and_the_good_ones_answer(run, settings, inbox):
    (inbox / "令和8年度 染色支援.txt").write_text("染色継承支援\n助成率：3/4以内\n", encoding="utf-8")
    (inbox / "令和8年度 破損.pdf").write_bytes(b"%PDF-1.7\n")
    (inbox / "要項.txt").write_text("年の分からない資料です。\n", encoding="utf-8")
    done = run(settings, "ingest", str(inbox))
    assert (done.returncode, done.stderr) == (1, "")
    assert f"{inbox / '令和8年度 染色支援.txt'}: 取り込みました" in done.stdout
    assert f"{inbox / '令和8年度 破損.pdf'} は壊れている" in done.stdout
    assert f"{inbox / '要項.txt'} の年度が分かりません" in done.stdout
    assert "文書 4件" in done.stdout
    again = run(settings, "ingest", str(inbox / "要項.txt"))
    assert (again.returncode, "文書 4件" in again.stdout) == (1, True)
    assert "3/4以内" in run(settings, "ask", "染色継承支援の助成率は？").stdout


def test_figures_of_a_damaged_page_are_not_answered_and_the_page_is_named(run, settings, inbox):
    damaged = "染色継承支援\n助成率：3/4以内\n染色の技術\ufffd\ufffd\ufffdを継ぐ人\ufffd\ufffd\ufffdを育てます。\n"
    path = inbox / "令和8年度.txt"
    path.write_text("説明会の資料です。\n\f" + damaged, encoding="utf-8")
    done = run(settings, "ingest", "--report", str(path))
    assert done.returncode == 0
    assert f"{path} の2ページは文字の読み取りに疑いがあります" in done.stdout
    chain = build_chain(settings)
    for question in ("染色継承支援の助成率は？", "染色継承支援は何割助成されますか", "染色の助成率を教えてください"):
        assert "3/4以内" not in chain.answer(question).text
    assert [citation.page for citation in chain.answer("染色継承支援について").citations] == [2]


def test_a_new_version_answers_under_the_same_document(run, settings, inbox):
    path, answers = inbox / "令和8年度 染色支援.txt", []
    for rate in ("3/4以内", "4/5以内"):
        path.write_text(f"染色継承支援\n助成率：{rate}\n", encoding="utf-8")
        assert run(settings, "ingest", str(path)).returncode == 0
        answers.append(build_chain(settings).answer("染色継承支援の助成率は？"))
    assert ["3/4以内" in answers[0].text, "4/5以内" in answers[1].text, "3/4" in answers[1].text] == [True, True, False]
    assert {c.document_id for c in answers[0].citations} == {c.document_id for c in answers[1].citations}


def test_while_another_ingest_adds_files_the_second_is_told_to_wait(run, settings, inbox):
    path = inbox / "令和8年度.txt"
    path.write_text("説明会の資料です。\n", encoding="utf-8")
    settings.library.mkdir()
    with FileLock(settings.library / "writer.lock"):
        done = sodan(settings, "ingest", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "別の取り込みが実行中です" in done.stderr
    assert run(settings, "ingest", str(path)).returncode == 0


def test_a_damaged_record_is_told_and_the_index_goes_on_answering(run, settings, inbox):
    path = inbox / "令和8年度 染色支援.txt"
    path.write_text("染色継承支援\n助成率：3/4以内\n", encoding="utf-8")
    assert run(settings, "ingest", str(path)).returncode == 0
    before = current_version(settings.index)
    (record,) = settings.library.glob("*/document.json")
    record.write_text('{"id": ', encoding="utf-8")
    done = run(settings, "ingest")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"文書の記録 {record.parent} を読めません" in done.stderr
    assert "Traceback" not in done.stderr
    assert current_version(settings.index) == before
    assert "3/4以内" in build_chain(settings).answer("染色継承支援の助成率は？").text
    assert run(settings, "ingest", str(path)).returncode == 0
