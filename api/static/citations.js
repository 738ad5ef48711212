// A citation as the reader meets it: a chip in the text, a row in the list of sources, an address.

import { el } from "./dom.js";
import { yearLabel } from "./years.js";

/** The document's year where its title does not say it, else nothing. */
function unsaidYear(citation) {
  const year = yearLabel(citation.document_id, citation.fiscal_year);
  // Many titles already begin with their year, sometimes in full-width digits.
  return citation.title.normalize("NFKC").includes(year.normalize("NFKC")) ? "" : year;
}

/** 出典1 令和7年度 東京都の中小企業支援策 9ページ */
export function citationName(citation) {
  return [`出典${citation.n}`, unsaidYear(citation), citation.title, `${citation.page}ページ`].filter(Boolean).join(" ");
}

/** The page's own address; with a citation's characters when the page is the cited one. */
export function pageAddress({ document_id: id, page, start, end }) {
  const path = `/documents/${encodeURIComponent(id)}/pages/${Number(page)}`;
  return Number.isInteger(start) && Number.isInteger(end) ? `${path}?start=${start}&end=${end}#cited` : path;
}

function opener(citation, open, attributes, ...children) {
  const button = el("button", { type: "button", "aria-haspopup": "dialog", ...attributes }, ...children);
  button.addEventListener("click", () => open(citation, button));
  return button;
}

/** @param {(citation: object, from: HTMLElement) => void} open shows the cited page */
export function chip(citation, open, name = citationName(citation)) {
  return opener(citation, open, { class: "chip", "aria-label": name }, el("span", { class: "chip-word" }, "出典"), String(citation.n));
}

function source(citation, open) {
  const about = [unsaidYear(citation), `${citation.page}ページ`].filter(Boolean).join("　");
  const name = el("span", { class: "unseen" }, `（${citationName(citation)}）`);
  return el("li", { class: "source" },
    el("span", { class: "source-number" }, `出典${citation.n}`),
    el("div", { class: "source-body" },
      el("p", { class: "source-title" }, citation.title),
      el("p", { class: "source-about" }, about),
      el("blockquote", { class: "source-quote" }, citation.quote)),
    opener(citation, open, { class: "button quiet" }, "原文を見る", name));
}

const FOLD_FROM = 5;
const SHOWN = 3;

function listOf(citations, open) {
  return el("ol", { start: citations[0].n }, ...citations.map((citation) => source(citation, open)));
}

/** The list below an answer; of many the first are shown, the rest on request. */
export function sourceList(citations, open) {
  const shown = citations.length < FOLD_FROM ? citations : citations.slice(0, SHOWN);
  const rest = citations.slice(shown.length);
  const more = rest.length
    ? [el("details", { class: "more" }, el("summary", {}, `残りの出典（${rest.length}件）を見る`), listOf(rest, open))] : [];
  return el("section", { class: "sources" }, el("h4", {}, "出典"), listOf(shown, open), ...more);
}
