"""Building: from nothing, again, after a change, after a failure, and while another process builds."""

import re

import pytest
from filelock import FileLock

from ingest.build import ingest
from ingest.errors import CorpusError, IndexDamagedError, IndexLockedError, ReadingError
from ingest.index import current_version, open_index
from tests.fakes import HashEmbedder
from tests.ingest.corpora import catalogue_entry, replace_source, write_text


@pytest.fixture
def root(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def build(small_corpus, root, embedder, silent):
    """Ingest the small corpus."""

    def run(force=False, embedder=embedder):
        return ingest(small_corpus, root, embedder, silent, force)

    return run


def leftovers(root):
    return [path.name for path in root.iterdir() if path.name.startswith(".")]


def versions(root):
    return sorted(path.name for path in root.glob("v*"))


def test_an_index_is_built_from_nothing(build, root, embedder):
    summary = build()
    index = open_index(root, embedder)
    assert (summary.is_new, summary.documents, summary.pages) == (True, 3, 5)
    assert summary.version == index.version
    assert summary.chunks == summary.embedded == len(embedder.passages) == len(index.store.chunk_ids())
    assert [document.id for document in index.store.documents()] == ["setsubi", "hanro", "jigyo"]
    assert index.store.readings() == {"reading": 2, "automatic": 3}
    assert leftovers(root) == []


def test_the_pages_in_the_index_are_the_sources_own_characters(build, root, embedder, small_corpus):
    build()
    store = open_index(root, embedder).store
    for document in store.documents():
        source = (small_corpus / "sources" / f"{document.id}.txt").read_text(encoding="utf-8")
        pages = [store.page(document.id, number) for number in range(1, document.pages + 1)]
        assert "\n\n\n".join(page.text for page in pages) == source


def test_debris_is_kept_on_its_page_but_in_no_chunk(build, root, embedder):
    summary = build()
    store = open_index(root, embedder).store
    assert "https://" in store.page("setsubi", 1).text
    assert not [chunk for chunk in store.chunks(range(summary.chunks)) if "http" in chunk.text]


def test_a_second_run_changes_and_embeds_nothing(build, embedder):
    first = build()
    calls = embedder.calls
    second = build()
    assert (second.version, second.is_new, second.embedded) == (first.version, False, 0)
    assert (second.documents, second.pages, second.blocks, second.chunks) == (
        first.documents, first.pages, first.blocks, first.chunks,
    )  # fmt: skip
    assert embedder.calls == calls


def test_a_forced_run_builds_anew_but_embeds_nothing_that_it_has(build, root, embedder):
    first = build()
    second = build(force=True)
    assert second.is_new
    assert second.version > first.version
    assert second.embedded == 0
    assert len(embedder.passages) == first.chunks
    assert open_index(root, embedder).version == second.version


def test_only_the_chunks_of_a_changed_document_are_embedded(build, root, embedder, small_corpus):
    build()
    embedder.passages.clear()
    replace_source(small_corpus, "jigyo", "何回でも無料", "５回まで無料")
    summary = build()
    assert 0 < summary.embedded < summary.chunks
    assert embedder.passages
    assert all(text.startswith("資料jigyo") for text in embedder.passages)
    store = open_index(root, embedder).store
    assert "５回まで" in store.page("jigyo", 1).text


def test_vectors_that_were_kept_are_those_of_a_fresh_build(build, root, embedder, small_corpus, tmp_path, silent):
    build()
    replace_source(small_corpus, "jigyo", "何回でも無料", "５回まで無料")
    build()
    fresh = HashEmbedder()
    ingest(small_corpus, tmp_path / "fresh", fresh, silent)
    kept, anew = open_index(root, embedder), open_index(tmp_path / "fresh", fresh)
    assert kept.store.chunk_ids() == anew.store.chunk_ids()
    query = embedder.embed_query("事業承継の相談")
    assert kept.vectors.nearest(query, 20) == anew.vectors.nearest(query, 20)


@pytest.mark.parametrize("name", ["readings/setsubi.md", "readings/labels.txt", "lexicon/attributes.toml"])
def test_a_changed_reading_or_lexicon_makes_a_new_version(build, small_corpus, name):
    first = build()
    path = small_corpus / name
    write_text(path, path.read_text(encoding="utf-8") + "\n")
    assert build().version != first.version


def test_a_reading_that_comes_and_goes_changes_how_its_pages_are_read(build, root, embedder, small_corpus):
    build()
    (small_corpus / "readings" / "setsubi.md").unlink()
    build()
    assert open_index(root, embedder).store.readings() == {"automatic": 5}


def test_another_embedder_embeds_everything_anew(build, root):
    first = build()
    other = HashEmbedder(32)
    second = build(embedder=other)
    assert (second.is_new, second.embedded) == (True, first.chunks)
    assert open_index(root, other).version == second.version


def test_a_damaged_index_is_built_anew(build, root, embedder):
    first = build()
    (current_version(root) / "corpus.sqlite").write_bytes(b"damaged")
    with pytest.raises(IndexDamagedError):
        open_index(root, embedder)
    second = build()
    assert second.is_new
    assert second.version != first.version
    assert open_index(root, embedder).version == second.version


def test_old_versions_are_removed_but_for_the_one_before(build, root):
    built = [build(force=True).version for _ in range(4)]
    assert versions(root) == built[-2:]


def test_a_reader_of_the_version_before_can_go_on_reading(build, root, embedder):
    build()
    reader = open_index(root, embedder)
    build(force=True)
    assert reader.store.page("hanro", 1) is not None
    assert reader.vectors.nearest(embedder.embed_query("助成"), 1)
    assert reader.keywords.scores("lemmas", ["助成"]).any()


def break_reading(corpus):
    path = corpus / "readings" / "setsubi.md"
    write_text(path, path.read_text(encoding="utf-8").replace("年24回", "年25回"))


def break_hash(corpus):
    path = corpus / "sources" / "hanro.txt"
    path.write_bytes(path.read_bytes() + "追記".encode())


def break_encoding(corpus):
    path = corpus / "sources" / "hanro.txt"
    path.write_bytes(b"\x80\x81\xff" + path.read_bytes())
    write_text(corpus / "catalogue.toml", catalogue_entry(corpus, "hanro", 2024))


def empty_source(corpus):
    write_text(corpus / "sources" / "hanro.txt", "\u3000\n")
    write_text(corpus / "catalogue.toml", catalogue_entry(corpus, "hanro", 2024))


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (break_reading, ReadingError, r"readings/setsubi\.md:9: 「巡回相談 〔年25回〕」"),
        (break_hash, CorpusError, "hanro: .*目録と違います"),
        (break_encoding, CorpusError, "hanro: .*文字コードを判別できません（0バイト目）"),
        (empty_source, CorpusError, "hanro: .*文字を取り出せません"),
    ],
)
def test_what_fails_leaves_the_old_version_answering(build, root, embedder, small_corpus, spoil, error, message):
    before = build()
    content = {path: path.read_bytes() for path in current_version(root).glob("*.*")}
    kept = {path.relative_to(small_corpus): path.read_bytes() for path in small_corpus.rglob("*") if path.is_file()}
    spoil(small_corpus)
    with pytest.raises(error, match=message):
        build()
    index = open_index(root, embedder)
    assert index.version == before.version
    assert index.vectors.nearest(embedder.embed_query("助成"), 1)
    assert {path: path.read_bytes() for path in content} == content
    for name, source in kept.items():
        (small_corpus / name).write_bytes(source)
    assert build(force=True).is_new
    assert leftovers(root) == []


class BrokenEmbedder(HashEmbedder):
    """Fails when it is asked to embed."""

    def embed_passages(self, texts):
        raise RuntimeError("out of memory")


def test_an_embedder_that_fails_leaves_the_old_version_answering(build, root, embedder, small_corpus):
    before = build()
    replace_source(small_corpus, "jigyo", "何回でも無料", "５回まで無料")
    with pytest.raises(RuntimeError, match="out of memory"):
        build(embedder=BrokenEmbedder())
    assert open_index(root, embedder).version == before.version
    assert build().is_new
    assert leftovers(root) == []


def test_a_first_build_that_fails_leaves_no_index(build, root, small_corpus):
    break_reading(small_corpus)
    with pytest.raises(ReadingError):
        build()
    assert current_version(root) is None


def test_a_second_writer_is_refused_at_once(build, root, embedder):
    before = build()
    with (
        FileLock(root / "writer.lock", timeout=0),
        pytest.raises(IndexLockedError, match=r"別の取り込みが実行中です.*終わってから"),
    ):
        build(force=True)
    assert open_index(root, embedder).version == before.version
    assert build(force=True).is_new


def test_leftovers_of_a_killed_build_are_removed(build, root):
    build()
    (root / ".building-1" / "keywords").mkdir(parents=True)
    (root / "v20000101T000000.000000").mkdir()
    build(force=True)
    assert leftovers(root) == []
    assert "v20000101T000000.000000" not in versions(root)


def test_leftovers_are_removed_even_where_nothing_has_changed(build, root):
    before = build()
    (root / ".building-1" / "keywords").mkdir(parents=True)
    (root / ".current-1").write_text("v2", encoding="utf-8")
    assert build().version == before.version
    assert leftovers(root) == []


def test_files_that_are_not_listed_are_told(build, small_corpus):
    write_text(small_corpus / "sources" / "new.txt", "新しい文書")
    assert build().unlisted == ("new.txt",)


def test_progress_is_told_by_step_from_nothing_to_all(small_corpus, root, embedder):
    told = []
    ingest(small_corpus, root, embedder, lambda step, done, whole: told.append((step, done, whole)))
    steps = list(dict.fromkeys(step for step, _, _ in told))
    assert len(steps) >= 3
    assert all(re.search("[ぁ-ん一-龥]", step) for step in steps)
    for step in steps:
        own = [(done, whole) for name, done, whole in told if name == step]
        assert [done for done, _ in own] == sorted(done for done, _ in own)
        assert own[0][0] == 0
        assert own[-1][0] == own[-1][1]
        assert len({whole for _, whole in own}) == 1
    assert ("文書を読む", 3, 3) in told


def test_two_builds_of_one_corpus_are_equal(small_corpus, tmp_path, silent):
    contents = []
    for name in ("a", "b"):
        embedder = HashEmbedder()
        summary = ingest(small_corpus, tmp_path / name, embedder, silent)
        store = open_index(tmp_path / name, embedder).store
        contents.append((store.documents(), store.chunks(range(summary.chunks)), store.blocks(0, summary.blocks)))
    assert contents[0] == contents[1]


@pytest.mark.parametrize("name", ["索引", "a b", "a#b"])
def test_an_index_may_stand_in_a_folder_of_any_name(small_corpus, tmp_path, embedder, silent, name):
    ingest(small_corpus, tmp_path / name, embedder, silent)
    assert open_index(tmp_path / name, embedder).store.chunk_ids()
