"""An index that is opened: whole and of the right settings, or refused in a sentence that says what to do."""

import json
import shutil

import pytest

from ingest.build import ingest
from ingest.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from ingest.index import current_version, open_index
from tests.fakes import HashEmbedder
from tests.ingest.corpora import write_small_corpus


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    ingest(
        write_small_corpus(folder / "corpus"),
        folder / "index",
        HashEmbedder(),
        lambda step, done, whole: None,
    )
    return folder / "index"


@pytest.fixture
def root(built, tmp_path):
    """A copy of the index, to be damaged."""
    shutil.copytree(built, tmp_path / "index")
    return tmp_path / "index"


def files_of(root):
    version = current_version(root)
    return [path for path in sorted(version.rglob("*")) if path.is_file() and "vectors" not in path.parts]


def test_an_index_opens_with_all_its_parts(root, embedder):
    index = open_index(root, embedder)
    count = index.manifest.chunks
    assert index.version == current_version(root).name
    assert len(index.store.chunk_ids()) == count
    assert index.keywords.scores("lemmas", ["助成"]).shape == (count,)
    assert len(index.vectors.nearest(embedder.embed_query("助成"), count)) == count


def test_every_chunk_is_found_by_its_own_text_on_each_leg(root, embedder):
    index = open_index(root, embedder)
    ords = range(index.manifest.chunks)
    for ord_, chunk in zip(ords, index.store.chunks(ords), strict=True):
        assert index.vectors.nearest(embedder.embed_query(chunk.text), 1)[0][0] == ord_
        blocks = index.store.blocks(chunk.first, chunk.last)
        assert {(b.document_id, b.page) for b in blocks} == {(chunk.document_id, chunk.page)}


def test_a_folder_without_an_index_says_what_to_run(tmp_path, embedder):
    with pytest.raises(IndexMissingError, match=r"索引がまだありません.*sodan ingest を実行してください"):
        open_index(tmp_path / "none", embedder)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["", "\n"])
def test_an_empty_pointer_is_a_missing_index(root, embedder, name):
    (root / "current").write_text(name, encoding="utf-8")
    with pytest.raises(IndexMissingError):
        open_index(root, embedder)


def test_a_pointer_to_a_version_that_is_gone_is_damage(root, embedder):
    shutil.rmtree(current_version(root))
    with pytest.raises(IndexDamagedError, match="作り直してください"):
        open_index(root, embedder)


def test_every_missing_file_is_damage(root, embedder):
    files = files_of(root)
    assert len(files) > 10
    for file in files:
        content = file.read_bytes()
        file.unlink()
        with pytest.raises(IndexDamagedError, match="作り直してください"):
            open_index(root, embedder)
        file.write_bytes(content)


def test_every_torn_file_is_damage(root, embedder):
    for file in files_of(root):
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2])
        with pytest.raises(IndexDamagedError, match="作り直してください"):
            open_index(root, embedder)
        file.write_bytes(content)


def test_missing_vectors_are_damage(root, embedder):
    shutil.rmtree(current_version(root) / "vectors")
    with pytest.raises(IndexDamagedError, match="ベクトル索引"):
        open_index(root, embedder)


def test_missing_vector_data_is_damage(root, embedder):
    vectors = current_version(root) / "vectors"
    for path in vectors.iterdir():
        if path.is_file():
            path.unlink()
    with pytest.raises(IndexDamagedError, match="ベクトル索引"):
        open_index(root, embedder)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"recipe": 1}', '{"recipe": {}}', "null"])
def test_a_manifest_that_is_none_is_damage(root, embedder, content):
    (current_version(root) / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=r"manifest\.json を読めません"):
        open_index(root, embedder)


def test_another_embedder_is_refused_with_both_names(root):
    with pytest.raises(IndexMismatchError, match=r"embedder: 索引 hash-64、現在 hash-32.*作り直してください"):
        open_index(root, HashEmbedder(32))


@pytest.mark.parametrize(("name", "value"), [("schema", 0), ("dictionary", "unidic-lite 0.1")])
def test_another_schema_or_dictionary_is_refused(root, embedder, name, value):
    path = current_version(root) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["recipe"][name] = value
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(IndexMismatchError, match=f"{name}: 索引 {value}"):
        open_index(root, embedder)
