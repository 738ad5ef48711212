// One turn of the conversation as elements: the question, and the answer in each state it can be in.

import { calculations } from "./calculator.js";
import { chip, sourceList } from "./citations.js";
import { el } from "./dom.js";
import { answerNodes, withReadings } from "./markup.js";
import { answerTools } from "./tools.js";
import { verdict, why, yearBadges } from "./verdicts.js";
import { ways } from "./ways.js";

function suggestions(questions, ask) {
  const buttons = questions.map((question) => {
    const button = el("button", { type: "button", class: "button ask" }, question);
    button.addEventListener("click", () => ask(question));
    return button;
  });
  return el("div", { class: "suggestions" }, el("h4", {}, "続けて聞く"), el("div", { class: "ask-list" }, ...buttons));
}

/**
 * A finished answer. Its [n] marks find their citations in this object and nowhere else.
 * @param {{question: string, answer: object}} turn
 * @param {string[]} questions the user's turns up to this one
 */
export function finishedAnswer(turn, questions, { open, ask }) {
  const { answer } = turn;
  const citations = answer.citations ?? [];
  const byNumber = new Map(citations.map((citation) => [citation.n, citation]));
  const mark = (n) => (byNumber.has(n) ? chip(byNumber.get(n), open) : null);
  const node = el("div", { class: "answer" },
    el("div", { class: "answer-head" }, el("h3", {}, "お答え"), yearBadges(citations)),
    verdict(answer),
    el("div", { class: "answer-text" }, answerNodes(withReadings(answer.answer, answer.furigana), mark)),
    ...why(answer),
    ...calculations(turn, open));
  if (citations.length) node.append(sourceList(citations, open));
  if (answer.suggestions?.length) node.append(suggestions(answer.suggestions, ask));
  node.append(ways(turn), answerTools(turn, questions));
  return node;
}

/** What a screen reader says of a finished answer, once. */
export function spokenAnswer({ answer, citations }) {
  const sources = citations.length ? `出典は${citations.length}件です。` : "";
  return `お答えです。${answer.replace(/\[\d+\]/g, "").replace(/^\|[-|: ]+\|$/gm, "").replace(/\|/g, " ")} ${sources}`;
}

/** An answer on its way. Hidden from assistive technology, which hears the finished one once. */
export function growingAnswer() {
  const text = el("div", { class: "answer-text" });
  const waiting = el("p", { class: "waiting" }, "資料を調べています");
  const node = el("div", { class: "answer growing", "aria-hidden": "true", inert: true }, el("h3", {}, "お答え"), text, waiting);
  const mark = (n) => el("span", { class: "chip" }, el("span", { class: "chip-word" }, "出典"), String(n));
  function show(soFar) {
    // A table row shows once it is whole.
    text.replaceChildren(answerNodes(soFar.replace(/(^|\n)\s*\|[^\n]*$/, ""), mark));
    waiting.textContent = soFar ? "回答を書き出しています" : "資料を調べています";
  }
  return { node, show };
}

/** In place of an answer that did not come. */
export function failedAnswer(message, retry) {
  const button = el("button", { type: "button", class: "button ask" }, "もう一度聞く");
  button.addEventListener("click", retry);
  return el("div", { class: "failure" }, el("p", { role: "alert" }, message), button);
}

/** The turn's frame with its question; the answer is appended. */
export function turnNode(question) {
  const asked = el("div", { class: "question" }, el("h3", {}, "ご質問"), el("p", { class: "question-text" }, question));
  return el("article", { class: "turn", tabindex: -1, "aria-label": "ご質問とお答え" }, asked);
}
