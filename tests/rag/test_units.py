"""Source units: which blocks state the attribute asked for, and which may never answer."""

import pytest

from ingest.quantities import parse_quantities
from ingest.types import Block
from rag.fitting import fit
from rag.units import UnitRanker


def block(text, kind="row", **more):
    return Block("r07", 1, kind, text, ((0, len(text)),), **more)


def attribute(lexicon, name):
    return next(one for one in lexicon.attributes if one.name == name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("助成限度額：100万円", "助成限度額"),
        ("助成限度額（一般）：2,000万円", "助成限度額"),
        ("補助上限：200万円", "助成限度額"),
        ("助成率：1/2（小規模企業2/3）", "助成率"),
        ("対象者：中小企業者 等", "対象者"),
        ("支援期間：1年9ヶ月", "期間"),
        ("計画件数：20件", "規模"),
        ("ＴＥＬ：０３－１２３４－５６７８", "電話"),
    ],
)
def test_the_attributes_own_row_fits_whole(lexicon, text, name):
    assert fit(block(text), attribute(lexicon, name), lexicon) == 1.0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("予算額：256百万円", "助成限度額"),
        ("令和7年度予算額 923百万円", "助成限度額"),
        ("出展料・①ハイブリッド：中小企業77,000円", "助成限度額"),
        ("助成限度額：100万円", "予算額"),
        ("助成限度額：100万円", "費用"),
        ("補助上限：200万円", "予算額"),
    ],
)
def test_another_attribute_of_the_same_kind_does_not_fit(lexicon, text, name):
    assert fit(block(text), attribute(lexicon, name), lexicon) == 0.0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("費用：無料", "助成率"),
        ("助成率：1/2", "助成限度額"),
        ("セミナーを年4回開催", "助成限度額"),
        ("対象者：中小企業者", "期間"),
    ],
)
def test_a_line_without_a_quantity_of_the_kind_does_not_fit(lexicon, text, name):
    assert fit(block(text), attribute(lexicon, name), lexicon) == 0.0


def test_the_own_row_fits_better_than_a_mention_and_that_better_than_a_bare_quantity(lexicon):
    cap = attribute(lexicon, "助成限度額")
    row = fit(block("助成限度額：100万円"), cap, lexicon)
    mention = fit(block("助成限度額は100万円です。", "paragraph"), cap, lexicon)
    bare = fit(block("30万円", "bullet"), cap, lexicon)
    assert row > mention > bare > 0


def torn_figures(chain):
    """The blocks of the corpus that hold a figure whose owner the page does not prove."""
    store = chain.index.store
    for document in store.documents():
        for page in range(1, document.pages + 1):
            for one in store.page_blocks(document.id, page):
                if one.tied == "untied" and parse_quantities(one.text):
                    yield one


@pytest.mark.parametrize(
    "question",
    [
        "緊急対策委託訓練の予算はいくらですか？",
        "テレワーク等普及推進事業の令和3年度の予算額は？",
        "経営の下支えの事業費は？",
        "スタートアップ総合支援拠点の運営の事業費はいくら？",
        "商店街の振興の事業費は？",
        "事業承継の企業継続支援の目標と期間は？",
    ],
)
def test_a_figure_whose_owner_is_not_proved_is_never_a_unit(chain, lexicon, question):
    torn = set(torn_figures(chain))
    assert len(torn) > 20
    asked = chain.understand(question)
    passages = chain.retriever.retrieve(asked, 50)
    assert any(one.page == p.chunk.page and one.document_id == p.chunk.document_id for one in torn for p in passages)
    units = UnitRanker(chain.index, lexicon).rank(asked, passages)
    assert units
    assert not torn & {unit.block for unit in units}


def test_units_of_other_years_are_left_out_when_a_year_is_asked(chain, lexicon):
    asked = chain.understand("令和2年度の事業承継・再生支援事業の予算は？")
    units = UnitRanker(chain.index, lexicon).rank(asked, chain.retriever.retrieve(asked))
    assert units
    assert all(2020 in unit.years for unit in units)


def test_shares_stay_between_none_and_all(chain, lexicon):
    asked = chain.understand("デジタルツール導入の助成率は？")
    for unit in UnitRanker(chain.index, lexicon).rank(asked, chain.retriever.retrieve(asked)):
        assert 0 <= unit.coverage <= 1
        assert 0 <= unit.attribute <= 1


def test_units_come_best_first_and_once(chain, lexicon):
    asked = chain.understand("デジタルツール導入の助成率は？")
    units = UnitRanker(chain.index, lexicon).rank(asked, chain.retriever.retrieve(asked))
    scores = [round(unit.score, 9) for unit in units]
    assert scores == sorted(scores, reverse=True)
    assert len({unit.block for unit in units}) == len(units)


def test_no_passages_give_no_units(chain, lexicon):
    assert UnitRanker(chain.index, lexicon).rank(chain.understand("産業交流展"), []) == []
