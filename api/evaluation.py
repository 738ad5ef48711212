"""The options of ``sodan eval``. What the commands do is imported when they run (``api.evaluating``)."""

import argparse
from pathlib import Path

from api.settings import Settings

_SPLITS = ("dev", "frozen")


def add_eval(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("eval", help="答えの正しさを測り、前と比べる")
    more = one.add_subparsers(required=True, metavar="run | compare | report | lint | new | docs | mails")
    for add in (_run, _compare, _report, _lint, _new, _docs, _mails):
        add(more)


def _run(more: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = more.add_parser("run", help="設問に答えさせて測る（基準に届かなければ終了コード1）")
    _selecting(one)
    one.add_argument(
        "--only-failed", nargs="?", const="latest", metavar="RUN", help="その測定（省けば最新）で不合格の設問だけ"
    )
    one.add_argument("--repeat", type=int, default=1, metavar="N", help="同じ答えになるかを、N回ずつ答えさせて確かめる")
    one.add_argument("--variants", action="store_true", help="書き方を変えた設問も測る")
    one.add_argument(
        "--url", default="", help="このプロセスではなく、動いているサーバーを測る（http://127.0.0.1:8000）"
    )
    one.add_argument(
        "--timeout", type=float, default=30.0, metavar="秒", help="--url のとき、1問に待つ秒数（初期値 30）"
    )
    one.add_argument("--fault", default="", metavar="NAME", help="わざと壊した答えを測り、指標が気づくことを確かめる")
    one.add_argument("--no-cache", action="store_true", help="前に測った答えを使わない")
    one.add_argument("--new", action="store_true", help="中断した測定の続きをせず、初めから測る")
    one.add_argument("--frozen", action="store_true", help="報告に、凍結した半分の問いと答えも載せる")
    one.add_argument("--thresholds", type=Path, metavar="FILE", help="基準のファイル（初期値 eval/thresholds.toml）")
    one.add_argument("--json", action="store_true", help="指標をJSONで出す")
    _folders(one)

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.evaluating import run_run

        return run_run(settings.chain, options)

    one.set_defaults(command=run)


def _compare(more: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = more.add_parser("compare", help="2つの測定を比べる（悪くなった設問があれば終了コード1）")
    one.add_argument("before", metavar="A", help="前の測定の名前かフォルダー")
    one.add_argument("after", nargs="?", default="latest", metavar="B", help="後の測定（省けば最新）")
    one.add_argument("--frozen", action="store_true", help="凍結した半分の問いと答えも示す")
    one.add_argument("--json", action="store_true", help="結果をJSONで出す")
    _folders(one)

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.evaluating import run_compare

        return run_compare(settings.chain, options)

    one.set_defaults(command=run)


def _report(more: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = more.add_parser("report", help="測定の報告（HTML、Markdown、CSV、JSON、JUnit XML）を作る")
    one.add_argument("run", nargs="?", default="latest", metavar="RUN", help="測定の名前かフォルダー（省けば最新）")
    one.add_argument("--to", type=Path, metavar="DIR", help="書き出すフォルダー（初期値は測定のフォルダーの report/）")
    one.add_argument(
        "--form", action="append", choices=("html", "md", "csv", "json", "junit"), help="形（省けばすべて）"
    )
    one.add_argument("--frozen", action="store_true", help="凍結した半分の問いと答えも載せる")
    one.add_argument("--thresholds", type=Path, metavar="FILE", help="基準のファイル（初期値 eval/thresholds.toml）")
    _folders(one)

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.evaluating import run_report

        return run_report(settings.chain, options)

    one.set_defaults(command=run)


def _lint(more: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = more.add_parser("lint", help="設問集を資料と照らして確かめる")
    _folders(one)

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.evaluating import run_lint

        return run_lint(settings.chain, options)

    one.set_defaults(command=run)


def _new(more: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = more.add_parser("new", help="設問を、根拠とともに書き加える")
    one.add_argument("--set", default="own", metavar="NAME", help="加える設問集（初期値 own）")
    one.add_argument("--reviewer", default="", metavar="NAME", help="確かめた人")
    _folders(one)

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.evaluating import run_new

        return run_new(settings.chain, options)

    one.set_defaults(command=run)


def _docs(more: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = more.add_parser("docs", help="測定の数字を docs/evaluation.md に書く")
    one.add_argument("run", nargs="?", default="latest", metavar="RUN", help="測定の名前かフォルダー（省けば最新）")
    one.add_argument("--to", type=Path, default=Path("docs/evaluation.md"), metavar="FILE", help="書くファイル")
    one.add_argument("--thresholds", type=Path, metavar="FILE", help="基準のファイル（初期値 eval/thresholds.toml）")
    _folders(one)

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.evaluating import run_docs

        return run_docs(settings.chain, options)

    one.set_defaults(command=run)


def _mails(more: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = more.add_parser("mails", help="例のメールへの返信案を測る（基準に届かなければ終了コード1）")
    one.add_argument("--half", default="", choices=("dev", "held"), help="開発用の半分か、別の人が書いた半分")
    one.add_argument("--json", action="store_true", help="結果をJSONで出す")

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from api.measuring_mails import run_mails

        return run_mails(settings.chain, options.half, options.json)

    one.set_defaults(command=run)


def _selecting(one: argparse.ArgumentParser) -> None:
    one.add_argument("--set", action="append", default=[], metavar="NAME", help="設問集（何度でも）")
    one.add_argument("--kind", action="append", default=[], metavar="KIND", help="設問の種類（何度でも）")
    one.add_argument("--filter", default="", metavar="TEXT", help="設問のidか問いに含まれる語")
    one.add_argument("--split", default="", choices=_SPLITS, help="開発用の半分（dev）か凍結した半分（frozen）")


def _folders(one: argparse.ArgumentParser) -> None:
    one.add_argument("--sets", type=Path, metavar="DIR", help="設問集のフォルダー（初期値 eval/sets）")
    one.add_argument("--runs", type=Path, metavar="DIR", help="測定を置くフォルダー（初期値は索引の隣の eval）")
