"""What people read for the codes of items and verdicts."""

from collections.abc import Mapping

KIND_LABELS: Mapping[str, str] = {
    "cap": "限度額", "rate": "助成率", "budget": "予算", "count": "件数・規模", "period": "期間", "target": "対象者",
    "cost": "対象経費", "procedure": "手続", "contact": "窓口", "goal": "目標", "survey": "調査", "case": "企業事例",
    "person": "人物", "date": "日付", "list": "一覧", "comparison": "比較", "years": "年度の違い",
    "calculation": "計算", "finder": "制度探し", "conversation": "会話", "premise": "誤った前提",
    "unanswerable": "答えのない問い", "noisy": "表記の乱れ", "passage": "本文",
}  # fmt: skip
CHECK_LABELS: Mapping[str, str] = {
    "status": "状態", "reason": "答えない理由", "figures": "数値・役割・条件", "strings": "必要な語句",
    "forbidden": "あってはならないもの", "programme": "事業", "year": "年度", "grounded": "数値の根拠",
    "resolves": "出典の場所", "cited_page": "出典のページ", "abstained": "答えない判断",
}  # fmt: skip
CHECK_HOLDS: Mapping[str, str] = {
    "status": "状態が合う", "reason": "答えない理由が合う", "figures": "数値が役割・条件まで合う",
    "strings": "必要な語句がある", "forbidden": "あってはならないものがない", "programme": "事業が合う",
    "year": "年度が合う", "grounded": "数値に根拠がある", "resolves": "引用がすべてたどれる",
    "cited_page": "根拠のページを引用した", "abstained": "答えのない問いに答えなかった",
}  # fmt: skip
STATUS_LABELS: Mapping[str, str] = {
    "answered": "回答", "partial": "一部だけ回答", "clarify": "聞き返し", "not_found": "資料になし",
}  # fmt: skip
SPLIT_LABELS: Mapping[str, str] = {"dev": "開発用", "frozen": "凍結"}
REASON_LABELS: Mapping[str, str] = {
    "": "理由を問わない", "not_in_documents": "資料にない", "other_year": "別の年度", "deadline": "締切・募集時期",
    "other_prefecture": "ほかの道府県", "national_programme": "国の制度", "definition": "用語の定義",
    "out_of_scope": "対象外の話題", "untied": "持ち主の分からない数値", "no_topic": "話題がない",
    "ambiguous": "似た名前が複数", "not_grounded": "根拠を示せない",
}  # fmt: skip
RULE_LABELS: Mapping[str, str] = {
    "full-width": "全角", "half-width": "半角", "kana": "かな", "polite": "丁寧に", "blunt": "ぶっきらぼうに",
    "era": "和暦・西暦", "money": "万円・円",
}  # fmt: skip
LEG_LABELS: Mapping[str, str] = {
    "fused": "統合", "lemmas": "語", "bigrams": "2文字", "keys": "見出し", "dense": "意味（埋め込み）",
}  # fmt: skip
