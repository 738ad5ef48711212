"""The command line ``sodan``. Each command imports what it needs when it runs, so that asking starts fast."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from api.draft_options import add_draft
from api.evaluation import add_eval
from api.settings import Settings
from ingest.errors import SodanError

Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when done, 1 when it found something wrong, 2 when it was used wrongly."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a character shows ? for it
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options, Settings.from_env(os.environ))
    except (SodanError, ValueError) as error:
        print(f"sodan: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nsodan: 中断しました。", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output, such as `head`, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sodan", description="相談：中小企業支援の資料に、出典つきで答えます。")
    commands = parser.add_subparsers(required=True, metavar="コマンド")
    for add in (_ingest, _ask, _chat, add_draft, _programmes, _serve, _db, _doctor, add_eval):
        add(commands)
    return parser


def _ingest(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("ingest", help="文書を取り込み、索引を作る")
    one.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="加える文書（PDF、Office、HTMLなど）やフォルダー"
    )
    one.add_argument("--force", action="store_true", help="変更がなくても作り直す")
    one.add_argument("--json", action="store_true", help="結果をJSONで出す")
    one.add_argument("--report", action="store_true", help="ページごとの読み取りと、人が確かめるべきページを示す")
    one.add_argument("--html", type=Path, metavar="FILE", help="その報告をHTMLのファイルにする")

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.ingesting import run_ingest

        report = options.report or options.html is not None
        return run_ingest(settings.chain, options.paths, options.force, options.json, report, options.html)

    one.set_defaults(command=run)


def _ask(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("ask", help="質問に1回答える")
    one.add_argument("question", nargs="+", metavar="質問")
    one.add_argument("--json", action="store_true", help="回答の全体をJSONで出す")
    one.add_argument("--plain", action="store_true", help="やさしい日本語で答える")
    one.add_argument("--explain", action="store_true", help="何を理解し、何を見つけ、何で決めたかも示す")

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.asking import run_ask, run_explain

        if options.explain:
            return run_explain(settings.chain, " ".join(options.question), options.json)
        return run_ask(settings.chain, " ".join(options.question), options.json, options.plain)

    one.set_defaults(command=run)


def _chat(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("chat", help="続けて質問する（終わるときは Ctrl-D）")

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.asking import run_chat

        return run_chat(settings.chain)

    one.set_defaults(command=run)


def _programmes(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("programmes", help="事業などの一覧、内容、比較を見る")
    one.add_argument("--q", default="", metavar="TEXT", help="名称や別名に含まれる語")
    one.add_argument(
        "--kind", default="programme", help="programme（初期値）、organisation、facility などの種類、または all"
    )
    _facts_asked(one, form="table", attribute=None, year=None)

    def listed(options: argparse.Namespace, settings: Settings) -> int:
        from api.programmes_cli import Asked, run_list

        return run_list(settings.chain, options.q, options.kind, Asked(options.form, options.attribute, options.year))

    def shown(options: argparse.Namespace, settings: Settings) -> int:
        from api.programmes_cli import Asked, run_show

        asked = Asked(options.form, options.attribute, options.year)
        return run_show(settings.chain, " ".join(options.name), asked)

    def compared(options: argparse.Namespace, settings: Settings) -> int:
        from api.programmes_cli import Asked, run_compare

        return run_compare(settings.chain, options.names, Asked(options.form, options.attribute, options.year))

    one.set_defaults(command=listed)
    more = one.add_subparsers(metavar="show | compare")
    show = more.add_parser("show", help="一つの事業の内容を、出典とともに見る")
    show.add_argument("name", nargs="+", metavar="IDか名称")
    show.set_defaults(command=shown)
    compare = more.add_parser("compare", help="2つから4つの事業を並べて比べる")
    compare.add_argument("names", nargs="+", metavar="IDか名称")
    compare.set_defaults(command=compared)
    for parser in (show, compare):
        _facts_asked(parser)


def _facts_asked(parser: argparse.ArgumentParser, **defaults: str | None) -> None:
    """Options that say which facts and in what form; those not given keep what the command before set."""
    parser.set_defaults(**defaults)
    left = argparse.SUPPRESS
    parser.add_argument("--attribute", default=left, metavar="項目", help="助成率、助成限度額などの項目")
    parser.add_argument("--year", default=left, metavar="年度", help="2025、令和7年、R7 など")
    parser.add_argument("--format", dest="form", default=left, choices=("table", "csv", "json"), help="出力の形")
    parser.add_argument(
        "--json", dest="form", default=left, action="store_const", const="json", help="--format json と同じ"
    )


def _serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("serve", help="チャットの画面とAPIを開く")
    one.add_argument("--host", help="待ち受けるアドレス（初期値 127.0.0.1）")
    one.add_argument("--port", type=int, help="待ち受けるポート（初期値 8000）")

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.serving import run_serve

        port = settings.port if options.port is None else options.port
        return run_serve(settings.chain, settings.desk, options.host or settings.host, port)

    one.set_defaults(command=run)


def _db(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("db", help="窓口のデータベースを更新する、版を見る、古い記録を削除する")
    one.add_argument("action", choices=("upgrade", "current", "purge"), help="upgrade 更新、current 版、purge 削除")

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.database import run_db

        return run_db(settings.desk, options.action)

    one.set_defaults(command=run)


def _doctor(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("doctor", help="動く状態かどうかを調べる")
    one.add_argument("--json", action="store_true", help="結果をJSONで出す")

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.doctor import run_doctor

        return run_doctor(settings.chain, options.json)

    one.set_defaults(command=run)


if __name__ == "__main__":
    sys.exit(main())
