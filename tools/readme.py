"""Write the program's real answers into the READMEs, between their marks.

python -m tools.readme [--check]
"""

import argparse
import os
import sys
from pathlib import Path

from api.asking import told
from api.settings import Settings
from rag.bootstrap import build_chain
from rag.chain import AnswerChain

ROOT = Path(__file__).parent.parent
FILES = ("README.md", "README.ja.md")
BEGIN, END = "<!-- answers: begin (python -m tools.readme) -->", "<!-- answers: end -->"
QUESTIONS = (
    "デジタルツール導入の助成金はいくらまで？",
    "明日にチャレンジの助成限度額は？",
    "令和2年度の明日にチャレンジの予算は？",
    "令和3年度のスマート商店街の予算は？",
    "東京都中小企業振興公社の電話番号は？",
    "商工会の相談対応件数は？",
    "トラベルドクターは何件の応募の中で最優秀賞でしたか？",
    "外国人材の検討会の座長は誰ですか？",
    "機械を買い替えたい",
    "大阪府の補助金を教えてください",
)


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--check", action="store_true", help="only tell whether the files are up to date")
    check = arguments.parse_args().check
    block = answers(build_chain(Settings.from_env(os.environ).chain))
    stale = []
    for name in FILES:
        path = ROOT / name
        before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        text = f"{before}{BEGIN}\n{block}{END}{after}"
        if text != path.read_text(encoding="utf-8"):
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    print("stale: " + ", ".join(stale) if stale else "up to date")
    return 1 if check and stale else 0


def answers(chain: AnswerChain) -> str:
    """The questions with what `sodan ask` prints, as Markdown."""
    return "".join(f"\n```console\n$ sodan ask {q}\n{told(chain.answer(q))}\n```\n" for q in QUESTIONS) + "\n"


if __name__ == "__main__":
    sys.exit(main())
