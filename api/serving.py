"""``sodan serve``: the server on one address."""

import errno
import socket
import sys

from desk.accounts import LINK_LIFE, Accounts
from desk.clock import now
from desk.current import CurrentDatabase
from desk.daily import purge_daily
from desk.errors import DeskError
from desk.retention import purge
from desk.settings import DeskSettings
from ingest.errors import SodanError
from rag.settings import ChainSettings


class AddressError(SodanError):
    """The address cannot be listened on."""


def run_serve(settings: ChainSettings, desk: DeskSettings, host: str, port: int) -> int:
    """Serve until stopped; raises AddressError where the address is taken or not ours."""
    listener = _listen(host, port)
    import uvicorn

    from api.app import create_app

    app = create_app(settings, desk=desk)
    app.state.chains.get()  # an index that cannot be opened is told now, not at the first question
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    print(f"相談を始めました: {address}（止めるときは Ctrl-C）", file=sys.stderr)
    _start_desk(app.state.database, desk.address or address)
    purge_daily(app.state.database)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listener])
    return 0


def _start_desk(current: CurrentDatabase, address: str) -> None:
    """Upgrade, purge, and tell how the first administrator comes in; without a database the chat works all the same."""
    try:
        database = current.get()
        purge(database, now())
        token = Accounts(database).set_up_token()
    except DeskError as error:
        print(f"注意: 窓口の機能は使えません（相談はできます）: {error}", file=sys.stderr, flush=True)
        return
    if token:
        hours = LINK_LIFE.days * 24
        print(f"最初の管理者を作る（一度だけ、{hours}時間以内）: {address}/setup/{token}", file=sys.stderr, flush=True)


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise AddressError(f"ポート番号 {port} は使えません。0から65535までの数字にしてください。")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8000
            raise AddressError(
                f"ポート {port} はほかのプログラムが使っています。"
                f"--port で別の番号を指定してください（例: --port {other}）。"
            ) from None
        if error.errno == errno.EACCES:
            raise AddressError(
                f"ポート {port} を使う権限がありません。1024以上の番号を --port で指定してください。"
            ) from None
        raise AddressError(f"アドレス {host}:{port} では待ち受けられません（{error.strerror or error}）。") from None
    return listener
