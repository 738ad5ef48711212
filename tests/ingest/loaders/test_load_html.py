"""HTML and Markdown: headings, lists, tables with merged cells, and nothing that a reader does not see."""

from ingest.loaders import load_file
from tests.ingest.loaders.outlines import outline


def read(tmp_path, lexicon, source, name="a.html"):
    (tmp_path / name).write_text(source, encoding="utf-8")
    (page,) = load_file(tmp_path / name, lexicon).pages
    return outline(page)


def test_headings_paragraphs_and_nested_lists_keep_their_ranks(tmp_path, lexicon):
    source = """<html><head><title>題名</title><style>p {color: red}</style></head><body>
      <h1>試作<b>支援</b>事業</h1><p>都内の
      中小企業者が行う試作を<br>支援します。</p>
      <ul><li>設計<ul><li>外注</li></ul></li><li><p>試験</p></li></ul><p>※ 注意</p></body></html>"""
    assert read(tmp_path, lexicon, source) == [
        "# 試作支援事業", "都内の中小企業者が行う試作を", "支援します。", "- 設計", "  - 外注", "- 試験", "> ※ 注意",
    ]  # fmt: skip


def test_scripts_forms_and_hidden_parts_are_not_read(tmp_path, lexicon):
    source = """<html><body><script>alert(1)</script><nav>案内</nav><p>見える</p><p hidden>隠れた</p>
      <div style="display: none">消えた<p>中も</p></div>後<span style="font-size:0px">零</span>ろ
      <template>型</template><noscript>無</noscript><button>押す</button><!-- 注釈 --></body></html>"""
    assert read(tmp_path, lexicon, source) == ["見える", "後ろ"]


def test_merged_cells_stand_in_each_of_their_places(tmp_path, lexicon):
    source = """<table><caption>助成の内容</caption>
      <tr><th rowspan=2>枠<th colspan=2>助成限度額<th rowspan=2>助成率</tr><tr><th>一般<th>小規模企業</tr>
      <tr><td>A枠<td>100万円<td>200万円<td>1/2<tr><td>B枠<td colspan=2>300万円<td>2/3</table>"""
    assert read(tmp_path, lexicon, source) == [
        "# 助成の内容",
        "T 枠 | 助成限度額›一般 | 助成限度額›小規模企業 | 助成率",
        "A枠 | 100万円 | 200万円 | 1/2",
        "B枠 | 300万円 | 300万円 | 2/3",
    ]


def test_spans_that_claim_any_size_cost_nothing(tmp_path, lexicon):
    source = "<table>" + "<tr><td colspan=99999 rowspan=99999>甲<td>乙</tr>" * 3 + "</table><p>後</p>"
    assert read(tmp_path, lexicon, source)[-1] == "後"


def test_definition_lists_are_rows(tmp_path, lexicon):
    source = "<dl><dt>助成率</dt><dd>1/2</dd><dt>窓口</dt><dd>相談の係</dd></dl>"
    assert read(tmp_path, lexicon, source) == ["助成率 | 1/2", "窓口 | 相談の係"]


def test_a_page_in_an_old_encoding_is_read(tmp_path, lexicon):
    for encoding in ("cp932", "euc_jp", "iso2022_jp"):
        (tmp_path / "a.html").write_bytes("<html><p>助成率について</p></html>".encode(encoding))
        assert load_file(tmp_path / "a.html", lexicon).pages[0].text == "助成率について\n"


def test_markdown_is_read_with_its_tables(tmp_path, lexicon):
    source = "# 題\n\n本文の\n続き\n\n- 甲\n  - 乙\n\n| 事業名 | 助成率 |\n|---|---|\n| A | 1/2 |\n\n助成率：2/3\n"
    assert read(tmp_path, lexicon, source, "a.md") == [
        "# 題", "本文の続き", "- 甲", "  - 乙", "T 事業名 | 助成率", "A | 1/2", "助成率 | 2/3",
    ]  # fmt: skip
