"""The documentation says what the program does."""

import re
from pathlib import Path

from tools.readme import BEGIN, END, FILES, answers

ROOT = Path(__file__).resolve().parents[2]


def test_the_readmes_show_the_answers_of_the_program(chain):
    shown = answers(chain)
    for name in FILES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.partition(BEGIN)[2].partition(END)[0].strip() == shown.strip(), "run python -m tools.readme"


def test_every_setting_is_in_the_readme():
    files = [ROOT / package / "settings.py" for package in ("api", "desk")]
    settings = {name for file in files for name in re.findall(r'"(SODAN_\w+)"', file.read_text(encoding="utf-8"))}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert settings
    assert {name for name in settings if name not in readme} == set()


def test_every_link_of_the_documentation_leads_somewhere():
    pages = [ROOT / "README.md", ROOT / "README.ja.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
    broken = [
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_make_target_of_the_readme_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named
    assert named <= targets
