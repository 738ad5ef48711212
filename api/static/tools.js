// What can be done with an answer: copy it, share it by a link, say what one thinks of it.

import { el } from "./dom.js";
import { turnText } from "./export.js";
import { feedbackForm } from "./feedback.js";
import { postJson } from "./stream.js";

const MOST = 30;
const TOO_MANY = `${MOST}問を超えるやりとりの回答は、リンクにできません。「回答をコピー」をお使いください。`;

/** Copies by the old way where a page without https has no clipboard. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: -1 });
    box.value = text;
    document.body.append(box);
    const focused = document.activeElement;
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }
}

function button(name, act) {
  const made = el("button", { type: "button", class: "button quiet" }, name);
  made.addEventListener("click", act);
  return made;
}

/** Prints one turn of the conversation; the whole conversation has a button of its own. */
function printOnly(turn) {
  turn.classList.add("printed");
  window.addEventListener("afterprint", () => turn.classList.remove("printed"), { once: true });
  window.print();
}

/** @param {{question: string, answer: object}} turn  @param {string[]} questions the user's turns up to this one */
export function answerTools(turn, questions) {
  const said = el("p", { class: "tools-said", role: "status" });
  const link = el("input", { type: "text", class: "tools-link", readonly: true, hidden: true, "aria-label": "この回答へのリンク" });

  async function copyAnswer() {
    const done = await copy(turnText(turn));
    said.textContent = done ? "回答と出典をコピーしました。" : "コピーできませんでした。文章を選んでコピーしてください。";
  }

  async function share() {
    try {
      if (questions.length > MOST) throw new Error(TOO_MANY);
      const { answer_id, wished: style = "standard" } = turn.answer;
      const { url } = await postJson("/v1/shares", { questions, style, answer_id });
      link.value = new URL(url, location.href).href;
      link.hidden = false;
      const done = await copy(link.value);
      said.textContent = `${done ? "リンクをコピーしました。" : "下のリンクをコピーしてください。"}リンクには質問の文章が入っています。`;
    } catch (error) {
      said.textContent = error.message;
    }
  }

  const row = el("div", { class: "tools-row" }, button("回答をコピー", copyAnswer), button("リンクで共有", share),
    button("この答えを印刷", () => printOnly(row.closest(".turn"))));
  return el("div", { class: "tools" }, row, said, link, feedbackForm(turn));
}
