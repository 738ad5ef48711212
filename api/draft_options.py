"""The options of ``sodan draft``. What the command does is imported when it runs (``api.drafting``)."""

import argparse
from pathlib import Path

from api.settings import Settings

_TONES = ("standard", "short", "plain")


def add_draft(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("draft", help="問い合わせへの返信案を、根拠とともに作る")
    one.add_argument("file", metavar="FILE", help="メール（.eml）、表（.csv、.xlsx）、文章（.txt）。- は標準入力の文章")
    one.add_argument("--tone", default="standard", choices=_TONES, help="標準、短め、やさしい日本語")
    one.add_argument("--office", type=Path, metavar="FILE", help="窓口の名称、電話、署名を書いたTOMLのファイル")
    one.add_argument("--to", type=Path, metavar="FILE", help="返信案を書き出すファイル（.eml、.docx、.txt）")
    one.add_argument("--json", action="store_true", help="返信案の全体をJSONで出す")

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.drafting import run_draft

        return run_draft(settings.chain, options)

    one.set_defaults(command=run)
