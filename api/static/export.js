// An answer or a conversation as Markdown, every source with its address.

import { citationName, pageAddress } from "./citations.js";

/** Text that must not be read as Markdown. */
function plain(text) {
  return text.replace(/([\\`*_<>#])/g, "\\$1");
}

function source(citation) {
  const quote = citation.quote.trim().split("\n").map((line) => `  > ${plain(line)}`).join("\n");
  return `- ${plain(citationName(citation))}\n${quote}\n  ${new URL(pageAddress(citation), location.href)}`;
}

/** The text of an answer, 「・」 items as Markdown's own. */
function body(text) {
  return plain(text).replace(/^・/gm, "- ").replace(/([^\n])\n(?=[^\n|-])/g, "$1  \n");
}

/** @returns {string} the question, the answer and its sources */
export function turnText({ question, answer }) {
  const parts = [`## ${plain(question).replace(/\s+/g, " ")}`, body(answer.answer)];
  if (answer.citations.length) parts.push("### 出典", answer.citations.map(source).join("\n"));
  return parts.join("\n\n");
}

/** @returns {string} the whole conversation under its name */
export function conversationText(name, turns) {
  const note = "この文書は「相談 Sodan」の回答です。申請の前に、最新の募集要項を実施機関へご確認ください。";
  return `${[`# ${plain(name).replace(/\s+/g, " ")}`, ...turns.map(turnText), "---", note].join("\n\n")}\n`;
}

/** Gives the reader a file. */
export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name.replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 40) || "相談"}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
