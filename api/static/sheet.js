// The side sheet: a cited page's own text with the cited characters marked.

import { pageAddress } from "./citations.js";
import { byId, el } from "./dom.js";
import { yearLabel } from "./years.js";

const FAILED = "ページを読み込めませんでした。通信の状態をご確認のうえ、もう一度お試しください。";

/** Text with the characters start..end (code points, as the server counts) in a <mark>. */
function markedText(text, { start, end }) {
  const characters = Array.from(text);
  const valid = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= characters.length;
  if (!valid) return [text];
  const cut = (from, to) => characters.slice(from, to).join("");
  return [cut(0, start), el("mark", { class: "cited" }, cut(start, end)), cut(end)];
}

async function fetchPage(documentId, page, signal) {
  const response = await fetch(`/v1/documents/${encodeURIComponent(documentId)}/pages/${Number(page)}`, { signal });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => null);
  throw new Error(problem?.detail || FAILED);
}

/** @returns {(citation: object, from: HTMLElement) => void} opens the sheet on a citation and gives focus back to `from` on closing */
export function createSheet() {
  const dialog = byId("sheet");
  const [title, about, text, message, scroller] = ["title", "about", "text", "message", "scroll"].map((id) => byId(`sheet-${id}`));
  const [previous, next, link, close] = ["previous", "next", "link", "close"].map((id) => byId(`sheet-${id}`));
  let cited = null;
  let from = null;
  let page = 0;
  let pageCount = 0;
  let publisher = "";
  let loading = new AbortController();

  function place() {
    const label = yearLabel(cited.document_id, cited.fiscal_year);
    about.textContent = [publisher, label, `${page}${pageCount ? ` / ${pageCount}` : ""}ページ`].filter(Boolean).join("　");
    link.href = pageAddress(page === cited.page ? cited : { document_id: cited.document_id, page });
    // Not `disabled`, which would drop the keyboard focus at the last page.
    previous.setAttribute("aria-disabled", String(page <= 1));
    next.setAttribute("aria-disabled", String(page >= pageCount));
  }

  function fill(found) {
    [pageCount, publisher] = [found.pages, found.publisher];
    const span = found.page === cited.page ? cited : {};
    text.replaceChildren(...markedText(found.text, span));
    message.textContent = span === cited ? "" : "引用したページとは別のページを表示しています。";
    place();
    const mark = text.querySelector("mark");
    if (mark) mark.scrollIntoView({ block: "center", behavior: "instant" });
    else scroller.scrollTop = 0;
  }

  async function show(number) {
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    page = number;
    place();
    text.replaceChildren();
    message.textContent = "読み込んでいます。";
    try {
      const found = await fetchPage(cited.document_id, number, signal);
      if (!signal.aborted) fill(found);
    } catch (error) {
      if (!signal.aborted) message.textContent = error instanceof TypeError ? FAILED : error.message;
    }
  }

  function turn(step) {
    if (page + step >= 1 && page + step <= pageCount) show(page + step);
  }

  previous.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    loading.abort();
    from?.focus({ preventScroll: true });
  });

  return (citation, opener) => {
    [cited, from, pageCount, publisher] = [citation, opener, 0, ""];
    title.textContent = citation.title;
    dialog.showModal();
    title.focus();
    show(citation.page);
  };
}
