// A calculation below an answer: a cost, check boxes for the conditions, and the steps, worked out anew at every change.

import { chip, citationName } from "./citations.js";
import { el } from "./dom.js";
import { inline } from "./markup.js";
import { sumIn, yenOf, yenText } from "./money.js";
import { postJson } from "./stream.js";

const PAUSE = 300; // milliseconds after the last key
const UNREADABLE = "金額を読み取れません。「300」（万円）や「1億2,000万円」のように入力してください。";
const MOST = 3;
let made = 0;

/** The programmes of an answer whose rate is known: [id, name]. */
function programmesOf({ facts = [] }) {
  return [...new Map(facts.filter((fact) => fact.attribute === "助成率").map((fact) => [fact.programme, fact.name]))];
}

function caseNode(each, mark) {
  const head = each.conditions.length ? each.conditions.join("・") : "基本";
  const result = each.granted_yen === null
    ? el("p", { class: "case-result" }, "対象になりません")
    : el("p", { class: "case-result" }, `助成額 ${yenText(each.granted_yen)}`, el("span", {}, `自己負担 ${yenText(each.own_yen)}`));
  const steps = each.steps.map((step) => el("li", {}, ...inline(step, mark)));
  return el("li", { class: "case" }, el("p", { class: "case-head" }, head), result, el("ol", { class: "case-steps" }, ...steps));
}

function spoken({ cases }) {
  if (cases.length !== 1) return `${cases.length}通りの計算結果を表示しました。`;
  const [{ granted_yen: granted, own_yen: own }] = cases;
  return granted === null ? "対象になりません。" : `助成額は${yenText(granted)}、自己負担は${yenText(own)}です。`;
}

/** One line for all the cases. */
function sumOf({ cases }) {
  const granted = cases.map((each) => each.granted_yen).filter((yen) => yen !== null).sort((a, b) => a - b);
  if (!cases.length) return "";
  if (!granted.length) return "対象になりません";
  const [least, most] = [granted[0], granted.at(-1)].map(yenText);
  return `助成額 ${least === most ? least : `${least}から${most}`}${cases.length > 1 ? `（${cases.length}通り。条件を選ぶと絞れます）` : ""}`;
}

function panel(programme, name, question, open) {
  const id = `calculation-${(made += 1)}`;
  const amount = el("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", value: sumIn(question), "aria-describedby": `${id}-hint` });
  const boxes = el("div", { class: "switches" });
  const said = el("p", { class: "unseen", role: "status" });
  const result = el("div", { class: "calculation-result" });
  // Seen while conditions are ticked; the cases below may be out of view, and are what is spoken.
  const sum = el("p", { class: "calculation-sum", "aria-hidden": "true" });
  const form = el("form", { class: "calculation" },
    el("div", { class: "calculation-amount" }, el("label", { for: id }, "助成対象の経費（万円）"), amount,
      el("span", { id: `${id}-hint`, class: "soft" }, "例：300、1,500、1億2,000万円")),
    el("fieldset", { hidden: true }, el("legend", {}, "当てはまる条件"), boxes), sum, result, said);
  let waiting = 0;
  let latest = 0;

  function fill(found) {
    if (!boxes.childElementCount) {
      boxes.append(...found.conditions.map(({ name: value, label }) =>
        el("label", { class: "switch" }, el("input", { type: "checkbox", value, checked: question.includes(label) }), ` ${label}`)));
      boxes.parentElement.hidden = !found.conditions.length;
    }
    const byNumber = new Map(found.citations.map((citation) => [citation.n, citation]));
    const mark = (n) => (byNumber.has(n) ? chip(byNumber.get(n), open, `${citationName(byNumber.get(n))}（計算）`) : null);
    const unused = found.unused.length
      ? [el("p", { class: "soft" }, `「${found.unused.join("」「")}」は、この計算の率や限度額に反映していません。資料に別の定めがあることがありますので、窓口でお確かめください。`)] : [];
    result.replaceChildren(...(found.cases.length
      ? [el("p", { class: "calculation-title" }, ...inline(found.title, mark)), el("ul", { class: "cases" }, ...found.cases.map((each) => caseNode(each, mark))), ...unused, el("p", { class: "soft" }, found.note)]
      : [el("p", { class: "soft" }, found.amount_yen ? "選んだ条件に当てはまる助成率が、資料に見つかりませんでした。" : "経費を入力すると、助成額と自己負担を計算します。")]));
    sum.textContent = found.amount_yen ? sumOf(found) : "";
    if (found.amount_yen) said.textContent = spoken(found);
  }

  async function work() {
    const number = (latest += 1);
    const typed = amount.value.trim();
    const yen = yenOf(typed);
    amount.setAttribute("aria-invalid", String(Boolean(typed) && yen === null));
    if (typed && yen === null) return result.replaceChildren(el("p", { class: "fault" }, UNREADABLE));
    const conditions = [...boxes.querySelectorAll("input:checked")].map((box) => box.value);
    try {
      const found = await postJson("/v1/calculations", { programme, amount_yen: yen, conditions });
      // A slow earlier answer must not overwrite a later one.
      if (number === latest) fill(found);
    } catch (error) {
      if (number === latest) result.replaceChildren(el("p", { class: "fault" }, error.message));
    }
  }

  amount.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(work, PAUSE);
  });
  boxes.addEventListener("change", work);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    work();
  });
  const details = el("details", { class: "more" }, el("summary", {}, `条件を変えて計算する（${name}）`), form);
  details.addEventListener("toggle", async () => {
    if (!details.open || boxes.childElementCount || result.childElementCount) return;
    await work();
    // The conditions that the question names are ticked now, and count.
    if (boxes.querySelector("input:checked")) work();
  });
  return details;
}

/** @returns {HTMLElement[]} a panel for each programme whose rate the answer proves, none where there are many */
export function calculations({ question, answer }, open) {
  const programmes = programmesOf(answer);
  return programmes.length > MOST ? [] : programmes.map(([id, name]) => panel(id, name, question, open));
}
