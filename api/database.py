"""``sodan db``: the desk's database from the command line."""

from desk.clock import now
from desk.retention import purge
from desk.settings import DeskSettings
from desk.store.database import make_engine
from desk.store.upgrading import current_revision, newest_revision, open_database

_KINDS = {
    "inquiries": "問い合わせ", "conversations": "相談の記録", "feedback": "評価", "audit": "操作の記録",
    "sessions": "ログイン", "links": "リンク", "attempts": "ログインの試み",
}  # fmt: skip


def run_db(settings: DeskSettings, action: str) -> int:
    """``upgrade``, ``current`` (1 where an upgrade is due) or ``purge``; raises DatabaseError."""
    if action == "current":
        engine = make_engine(settings.database)
        found, newest = current_revision(engine), newest_revision()
        engine.dispose()
        due = "" if found == newest else "。sodan db upgrade で更新してください"
        print(f"データベースの版: {found or 'なし'}（このSodanの版: {newest}）{due}")
        return 0 if found == newest else 1
    database = open_database(settings.database)
    if action == "upgrade":
        print(f"データベースは版 {newest_revision()} です。")
    else:
        removed = purge(database, now())
        told = "、".join(f"{_KINDS[kind]} {count}件" for kind, count in removed.items() if count)
        print(f"保存期限を過ぎたものを削除しました: {told}" if told else "保存期限を過ぎたものはありません。")
    database.close()
    return 0
