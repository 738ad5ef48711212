// What an answer is like: the years of its sources, whether it is a full one, and why not.

import { byId, el } from "./dom.js";
import { yearLabel } from "./years.js";

const TITLES = {
  not_found: "資料の中に見つかりませんでした",
  clarify: "確認させてください",
  partial: "一部についてお答えします",
};

/** What the answer is, where it is not a full one. @returns {HTMLElement | ""} */
export function verdict({ status }) {
  return Object.hasOwn(TITLES, status) ? el("p", { class: `verdict verdict-${status}` }, TITLES[status]) : "";
}

/**
 * Why, what to do next, and whom to ask where the answer itself does not say: written by the server into the page, by reason.
 * @returns {Node[]}
 */
export function why({ reason, answer }) {
  const found = [...byId("whys").content.children].find((row) => row.dataset.reason === reason);
  if (!found) return [];
  const rows = found.cloneNode(true);
  for (const window of rows.querySelectorAll("[data-telephone]")) if (answer.includes(window.dataset.telephone)) window.remove();
  return [...rows.children];
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
