// One turn of the conversation as elements: the question, and the answer in each state it can be in.

import { chip, sourceList } from "./citations.js";
import { el } from "./dom.js";
import { answerNodes } from "./markup.js";

const VERDICTS = {
  not_found: "資料の中に見つかりませんでした",
  clarify: "確認させてください",
  partial: "一部についてお答えします",
};

function verdict({ status }) {
  return el("div", { class: `verdict verdict-${status}` }, el("p", { class: "verdict-title" }, VERDICTS[status]));
}

function suggestions(questions, ask) {
  const buttons = questions.map((question) => {
    const button = el("button", { type: "button", class: "button ask" }, question);
    button.addEventListener("click", () => ask(question));
    return button;
  });
  return el("div", { class: "suggestions" }, el("h4", {}, "続けて聞く"), el("div", { class: "ask-list" }, ...buttons));
}

/** A finished answer. Its [n] marks find their citations in this object and nowhere else. */
export function finishedAnswer(answer, { open, ask }) {
  const citations = answer.citations ?? [];
  const byNumber = new Map(citations.map((citation) => [citation.n, citation]));
  const mark = (n) => (byNumber.has(n) ? chip(byNumber.get(n), open) : null);
  const node = el("div", { class: "answer" }, el("h3", {}, "お答え"));
  if (Object.hasOwn(VERDICTS, answer.status)) node.append(verdict(answer));
  node.append(el("div", { class: "answer-text" }, answerNodes(answer.answer, mark)));
  if (citations.length) node.append(sourceList(citations, open));
  if (answer.suggestions?.length) node.append(suggestions(answer.suggestions, ask));
  return node;
}

/** An answer on its way. Hidden from assistive technology, which hears the finished one once. */
export function growingAnswer() {
  const text = el("div", { class: "answer-text" });
  const waiting = el("p", { class: "waiting" }, "資料を調べています");
  const node = el("div", { class: "answer growing", "aria-hidden": "true", inert: true }, el("h3", {}, "お答え"), text, waiting);
  const mark = (n) => el("span", { class: "chip" }, `出典${n}`);
  function show(soFar) {
    // A table row shows once it is whole.
    text.replaceChildren(answerNodes(soFar.replace(/(^|\n)\s*\|[^\n]*$/, ""), mark));
    waiting.textContent = "回答を書き出しています";
  }
  return { node, show };
}

/** In place of an answer that did not come. */
export function failedAnswer(message, retry) {
  const button = el("button", { type: "button", class: "button ask" }, "もう一度聞く");
  button.addEventListener("click", retry);
  return el("div", { class: "failure" }, el("p", {}, message), button);
}

/** The turn's frame with its question; the answer is appended. */
export function turnNode(question) {
  const asked = el("div", { class: "question" }, el("h3", {}, "ご質問"), el("p", { class: "question-text" }, question));
  return el("article", { class: "turn", tabindex: -1, "aria-label": "ご質問とお答え" }, asked);
}
