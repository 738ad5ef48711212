"""What people read for the ledger's own codes."""

from collections.abc import Mapping

from ingest.facts import Tied

KINDS: Mapping[str, str] = {
    "programme": "事業",
    "organisation": "機関",
    "facility": "施設",
    "event": "催し",
    "strategy": "戦略",
    "survey": "調査",
    "company": "企業",
    "committee": "会議体",
}
TIES: Mapping[Tied, str] = {"printed": "印刷どおり", "confirmed": "別の箇所で確認", "order": "並び順による"}
ROUTES: Mapping[str, str] = {"reading": "人の読みによる", "file": "ファイルの配置による", "automatic": "自動"}
