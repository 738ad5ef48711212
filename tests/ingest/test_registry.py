"""The registry: names found as documents write them, proved by their pages, and malformed entries named."""

import pytest

from ingest.catalogue import load_document, read_catalogue
from ingest.errors import CorpusError
from ingest.fold import squeeze
from ingest.registry import load_registry, name_key, programme_of_heading, verify_registry
from tests.conftest import REPOSITORY
from tests.ingest.corpora import write_text

CORPUS = REPOSITORY / "corpus"

# Heading or cell, the document it stands in, the subject of its enclosing heading, and the subject that it names.
FOUND = """
ＤＸ推進支援事業	r07		dx-suishin-shien
DX 推 進 支 援 事 業	r07		dx-suishin-shien
★１ DX推進支援助成金	r07		dx-suishin-shien
１．デザイン経営支援事業	r07		design-keiei
（2）東京デザインコンペティション事業	r07		design-competition
②デザイン相談	r07		design-sodan
多摩ものづくりコミュニティ組成支援事業【新規】	r02		tama-monozukuri
【拡充】下請企業対策	r02		shitauke-taisaku
創業支援拠点（多摩）の設置・運営（再掲）	r02		sogyo-kyoten-tama
＜１．連携促進型オープンイノベーションプラットフォーム事業＞	r02		open-innovation-pf
５Gによる工場のスマート化モデル事業	r02		five-g-kojo
社内体制整備事業（予算507百万円）	r07		cyber-shanai-taisei
普及啓発事業（予算256百万円）	r07	cyber-security-taisaku	cyber-fukyu-keihatsu
普及啓発事業	r07	chizai-center	-
普及啓発事業	r07		-
ハンズオン支援	r07	kaigai-sogo	kaigai-hands-on
河政工業株式会社（葛飾区）	r06		company-kawamasa
㈱東京ビッグサイト	r07		big-sight-kk
東京ビッグサイト	r07		big-sight
ビッグサイト			big-sight
『ＡＰＴ Ｗｏｍｅｎ』	r06		apt-women
戦略Ⅱ中小企業の成長戦略の推進	r06		strategy-2
下請取引の適正化推進 ※再構成			shitauke-tekiseika
明日にチャレンジ			asuni-challenge
地域産業活性化支援事業	r02		chiiki-sangyo-kasseika
地域産業活力創出支援事業	r03		chiiki-sangyo-katsuryoku
助成内容	r07	asuni-challenge	-
設備投資支援	r03		-
"""


def rows(table):
    return [tuple(line.split("\t")) for line in table.strip("\n").split("\n")]


@pytest.fixture(scope="module")
def registry():
    return load_registry(CORPUS)


@pytest.fixture(scope="module")
def documents():
    return [load_document(CORPUS, entry) for entry in read_catalogue(CORPUS)]


@pytest.mark.parametrize(("text", "document_id", "within", "expected"), rows(FOUND))
def test_a_heading_names_its_subject(registry, text, document_id, within, expected):
    found = registry.find(text, document_id or None, within or None)
    assert (found.id if found else "-") == expected


def test_every_name_of_the_projects_registry_is_on_its_page(registry, documents):
    verify_registry(registry, documents)


def test_the_projects_registry_names_no_document_that_is_not_there(registry, documents):
    known = {document.id for document in documents}
    assert {name.document_id for programme in registry.programmes for name in programme.names} == known


def test_similar_names_point_at_each_other(registry):
    pairs = {(programme.id, other) for programme in registry.programmes for other in programme.look_alikes}
    assert {(second, first) for first, second in pairs} == pairs


def test_aliases_add_what_no_name_says_already(registry):
    for programme in registry.programmes:
        printed = {squeeze(name.name) for name in programme.names if programme.within is None}
        spoken = [squeeze(alias) for alias in programme.aliases]
        assert len(set(spoken)) == len(spoken), programme.id
        assert printed.isdisjoint(spoken), programme.id


def test_predecessors_are_older_than_their_successors(registry, documents):
    years = {document.id: document.fiscal_year for document in documents}
    for programme in registry.programmes:
        for other in programme.predecessors:
            assert registry.get(other).fiscal_years(years)[-1] < programme.fiscal_years(years)[-1]


def test_a_name_of_two_years_is_one_subject_of_both_years(registry):
    programme = registry.get("asuni-challenge")
    assert programme.fiscal_years({"r02": 2020, "r07": 2025}) == (2020, 2025)
    assert programme.fiscal_years({"r07": 2025}) == (2025,)
    assert programme.name == "明日にチャレンジ中小企業基盤強化事業"


def test_an_unknown_heading_gets_one_subject_whatever_stands_around_its_name():
    first = programme_of_heading("２．屋台 出店支援事業【新規】", "r09", 3)
    second = programme_of_heading("屋台出店支援事業（再掲）")
    assert first.id == second.id
    assert (len(first.id), first.id[:2]) == (12, "p-")
    assert (first.name, first.names[0].document_id, first.names[0].page) == (
        "２．屋台 出店支援事業【新規】",
        "r09",
        3,
    )
    assert programme_of_heading("屋台移転支援事業").id != first.id


@pytest.mark.parametrize("text", ["", "【新規】", "★", "１．", "※"])
def test_a_heading_of_marks_alone_names_nothing(registry, text):
    assert name_key(text) == squeeze(text)
    assert registry.find(text) is None


def test_a_corpus_without_a_registry_has_an_empty_one(tmp_path, documents):
    registry = load_registry(tmp_path)
    assert registry.programmes == ()
    verify_registry(registry, documents)


def entry(id="a", names='{ document = "r02", page = 2, name = "下請企業対策" }', more=""):
    return f'[[programme]]\nid = "{id}"\nkind = "programme"\nnames = [{names}]\n{more}\n'


def named(name, page=2, document="r02"):
    return f'{{ document = "{document}", page = {page}, name = "{name}" }}'


def verify(folder, source, documents):
    write_text(folder / "lexicon" / "programmes.toml", source)
    verify_registry(load_registry(folder), documents)


def test_width_and_white_space_do_not_matter_on_the_page(tmp_path, documents):
    verify(tmp_path, entry(names=named("中小企業ＳＤＧｓ 経営推進事業")), documents)


def test_documents_that_the_corpus_lacks_are_left_alone(tmp_path, documents):
    verify(tmp_path, entry(names=named("だれも知らない事業", document="r99")), documents)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (entry(names=named("下請企業対策", page=3)), "a: 「下請企業対策」は r02 の3ページの本文にありません"),
        (entry(names=named("下請企業対策", page=99)), "r02 の99ページの本文にありません"),
        (entry(names=named("中小企業ＳＤＧｓ応援事業")), "「中小企業ＳＤＧｓ応援事業」は r02 の2ページ"),
        (entry() + entry(), "id「a」が2回使われています"),
        (entry(more='parts = ["b"]'), "a: parts の id「b」は登録されていない"),
        (entry(more='look_alikes = ["a"]'), "look_alikes の id「a」は登録されていないか、自分自身です"),
        (entry(more='within = "b"'), "within の id「b」は登録されていません"),
        (entry() + entry("b"), "「下請企業対策」は a と b の両方の名称です"),
        (
            entry(more='aliases = ["しわ寄せ"]') + entry("b", named("悪質クレーム対策"), 'aliases = ["しわ寄せ"]'),
            "「しわ寄せ」は a と b の両方の名称です",
        ),
        (
            entry() + entry("b", named("悪質クレーム対策"), 'aliases = ["下請企業 対策"]'),
            "a と b の両方の名称です",
        ),
        (
            entry(names=named("産業交流展", 3, "r03") + "," + named("産業交流展", 18, "r07")),
            "a: names は新しい文書から順に並べてください",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path, documents, source, message):
    with pytest.raises(CorpusError, match=message):
        verify(tmp_path, source, documents)


def test_all_that_is_wrong_is_listed_at_once(tmp_path, documents):
    source = entry(names=named("ない事業")) + entry("b", named("これもない事業"), 'parts = ["z"]')
    with pytest.raises(CorpusError) as caught:
        verify(tmp_path, source, documents)
    assert len(str(caught.value).split("\n- ")) == 4


def test_one_name_of_two_subjects_is_told_apart_by_the_document(tmp_path, documents):
    verify(
        tmp_path,
        entry(names=named("産業交流展", 3, "r03")) + entry("b", named("産業交流展", 18, "r07")),
        documents,
    )
    registry = load_registry(tmp_path)
    assert registry.find("産業交流展", "r03").id == "a"
    assert registry.find("産業交流展", "r07").id == "b"
    assert registry.find("産業交流展") is None


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("[[programme]\n", "programmes.toml を読めません"),
        ('[programme]\nid = "a"\n', r"\[\[programme\]\] で始めて"),
        ('[[programme]]\nkind = "programme"\n', "1番目の項目の id"),
        ('[[programme]]\nid = "事業"\n', "id「事業」は使えません"),
        ('[[programme]]\nid = "a"\nkind = "grant"\n', "1番目の項目（a）の kind"),
        ('[[programme]]\nid = "a"\nkind = "event"\n', "（a）に names"),
        ('[[programme]]\nid = "a"\nkind = "event"\nnames = []\n', "（a）に names"),
        (entry(names='"下請企業対策"'), "names の各行"),
        (entry(names='{ document = "r02", name = "下請企業対策" }'), "names の各行"),
        (entry(names='{ document = "r02", page = "2", name = "下請企業対策" }'), "names の page の形"),
        (entry(more='aliases = "下請"'), "aliases は文字列の一覧"),
        (entry(more='aliases = [" "]'), "aliases は文字列の一覧"),
        (entry(more="parts = [3]"), "parts は文字列の一覧"),
        (entry(more="within = 3"), "within は id"),
        (entry(more='note = "memo"'), "知らない項目 note"),
    ],
)
def test_a_malformed_entry_is_named(tmp_path, source, message):
    write_text(tmp_path / "lexicon" / "programmes.toml", source)
    with pytest.raises(CorpusError, match=message):
        load_registry(tmp_path)
