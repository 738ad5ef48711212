"""What the loaders' tests share: a lexicon with a few attributes."""

import pytest

from ingest.lexicon import load_lexicon

_KEYS = ("助成率", "助成限度額", "限度額", "対象者", "対象", "対象経費", "予算額", "期間", "区分", "要件")


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "lexicon").mkdir()
    entries = [f'[[attribute]]\nname = "{key}"\nkind = "text"\nkeys = ["{key}"]\nwords = ["{key}"]\n' for key in _KEYS]
    (folder / "lexicon" / "attributes.toml").write_text("\n".join(entries), encoding="utf-8")
    return load_lexicon(folder)
