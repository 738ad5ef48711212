// What the reader thinks of an answer, sent to those who keep the documents.

import { el } from "./dom.js";
import { postJson } from "./stream.js";

const VERDICTS = [["good", "良い"], ["wrong_figure", "数字が違う"], ["wrong_source", "出典が違う"], ["unclear", "わかりにくい"]];
let forms = 0;

function choices(name) {
  return VERDICTS.map(([value, label]) =>
    el("label", { class: "switch" }, el("input", { type: "radio", name, value, required: true }), ` ${label}`));
}

export function feedbackForm({ question, answer }) {
  const name = `verdict-${(forms += 1)}`;
  const comment = el("textarea", { rows: 2, maxlength: 2000, id: `${name}-comment` });
  const consent = el("input", { type: "checkbox" });
  const said = el("p", { class: "tools-said", role: "status" });
  const send = el("button", { class: "button" }, "評価を送る");
  const form = el("form", { class: "feedback" },
    el("fieldset", {}, el("legend", {}, "この答えはいかがでしたか"), el("div", { class: "switches" }, ...choices(name))),
    el("label", { for: `${name}-comment` }, "お気づきの点（書かなくてもかまいません）"), comment,
    el("label", { class: "switch" }, consent, " 改善のために、質問の文章も送る"),
    send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    const verdict = new FormData(form).get(name);
    const sent = { answer_id: answer.answer_id, verdict, comment: comment.value, consent: consent.checked };
    try {
      await postJson("/v1/feedback", consent.checked ? { ...sent, question } : sent);
      form.replaceChildren();
      said.textContent = "ありがとうございました。評価を受け付けました。";
    } catch (error) {
      said.textContent = error.message;
      send.disabled = false;
    }
  });
  return el("details", { class: "more" }, el("summary", {}, "この答えを評価する・誤りを知らせる"), form, said);
}
