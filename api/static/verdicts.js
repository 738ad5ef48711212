// What stands above an answer: the years of its sources, and why there is none.

import { byId, el } from "./dom.js";
import { yearLabel } from "./years.js";

const TITLES = {
  not_found: "資料の中に見つかりませんでした",
  clarify: "確認させてください",
  partial: "一部についてお答えします",
};

/** The reason in plain words, what to do, and whom to ask: written by the server into the page, by reason. */
function whyText(reason) {
  const rows = [...byId("whys").content.children];
  const found = rows.find((row) => row.dataset.reason === reason);
  return found ? [...found.cloneNode(true).childNodes] : [];
}

/** @returns {HTMLElement | ""} nothing for a full answer */
export function verdict({ status, reason }) {
  if (!Object.hasOwn(TITLES, status)) return "";
  return el("div", { class: `verdict verdict-${status}` }, el("p", { class: "verdict-title" }, TITLES[status]), ...whyText(reason));
}

/** @returns {HTMLElement | ""} the years of the sources, newest first, and a word where they are not this year's */
export function yearBadges(citations) {
  if (!citations.length) return "";
  const newest = [...citations].sort((a, b) => b.fiscal_year - a.fiscal_year);
  const labels = new Set(newest.map((citation) => yearLabel(citation.document_id, citation.fiscal_year)));
  const badges = [...labels].map((label) => el("span", { class: "badge" }, `${label}の資料`));
  const { present, presentLabel } = byId("conversation").dataset;
  const note = newest[0].fiscal_year < Number(present)
    ? el("span", { class: "badge-note" }, `今年度（${presentLabel}）の内容は、窓口でお確かめください。`) : "";
  return el("p", { class: "answer-years" }, ...badges, note);
}
