// An answer's text as nodes: paragraphs, 「・」 items, pipe tables, [n] marks and readings. The same rules as answer.html's
// macro answer_text, which has no readings.

import { el } from "./dom.js";

const SEPARATOR = /^[|\-:\s]+$/;

function kindOf(line) {
  if (line.length > 2 && line.startsWith("|") && line.endsWith("|")) return "table";
  return line.startsWith("・") ? "list" : "paragraph";
}

// A word and its reading in a run of text: private characters, which no document's text may bring in.
const RUBY = /\uE000([^\uE000-\uE002]*)\uE001([^\uE000-\uE002]*)\uE002/;

/** Text -> strings and, for each [n] that `mark` knows, the node it gives; words with readings as <ruby>. */
export function inline(text, mark) {
  let marks = 0; // in a row: the first says 出典, those behind it only their number
  return text.split(/(\[\d+\]|\uE000[^\uE002]*\uE002)/).filter(Boolean).map((part) => {
    const number = /^\[(\d+)\]$/.exec(part);
    const read = RUBY.exec(part);
    const node = number && mark(Number(number[1]));
    marks = node ? marks + 1 : 0;
    if (marks > 1) node.classList.add("chip-next");
    if (read) return el("ruby", {}, read[1], el("rp", {}, "（"), el("rt", {}, read[2]), el("rp", {}, "）"));
    return node || part;
  });
}

/**
 * The text with its readings put in.
 * @param {string} text
 * @param {[number, number, string][]} readings start and end count code points; what overlaps, leaves the text or spans marks is left out
 */
export function withReadings(text, readings = []) {
  const characters = Array.from(text.replace(/[\uE000-\uE002]/g, "\uFFFD"));
  const parts = [];
  let at = 0;
  for (const [start, end, reading] of [...readings].sort((a, b) => a[0] - b[0])) {
    const word = characters.slice(start, end).join("");
    if (!(start >= at && end > start && end <= characters.length) || /[\n|[\]・]/.test(word)) continue;
    parts.push(characters.slice(at, start).join(""), `\uE000${word}\uE001${reading.replace(/[\uE000-\uE002]/g, "")}\uE002`);
    at = end;
  }
  return parts.join("") + characters.slice(at).join("");
}

function row(line, tag, mark) {
  const cells = line.slice(1, -1).split("|");
  const attributes = tag === "th" ? { scope: "col" } : {};
  return el("tr", {}, ...cells.map((cell) => el(tag, attributes, ...inline(cell.trim(), mark))));
}

function table(lines, mark) {
  const [head, ...rest] = lines.map((line) => line.trim());
  const body = rest.filter((line) => !SEPARATOR.test(line)).map((line) => row(line, "td", mark));
  const grid = el("table", {}, el("thead", {}, row(head, "th", mark)), el("tbody", {}, ...body));
  return el("div", { class: "table-scroll", role: "region", "aria-label": "表", tabindex: 0 }, grid);
}

function list(lines, mark) {
  return el("ul", {}, ...lines.map((line) => el("li", {}, ...inline(line.trim().slice(1).trim(), mark))));
}

function paragraph(lines, mark) {
  const nodes = lines.flatMap((line, at) => (at ? [el("br"), ...inline(line, mark)] : inline(line, mark)));
  return el("p", {}, ...nodes);
}

const BUILDERS = { table, list, paragraph };

/**
 * @param {string} text the answer as the server worded it
 * @param {(n: number) => Node | null} mark the node for citation n of this very answer, or null to leave [n] as text
 * @returns {DocumentFragment}
 */
export function answerNodes(text, mark) {
  const fragment = document.createDocumentFragment();
  for (const block of text.replace(/\r\n/g, "\n").split(/\n\s*\n/)) {
    const runs = [];
    for (const line of block.split("\n").filter((each) => each.trim())) {
      const kind = kindOf(line.trim());
      if (runs.at(-1)?.kind === kind) runs.at(-1).lines.push(line);
      else runs.push({ kind, lines: [line] });
    }
    fragment.append(...runs.map(({ kind, lines }) => BUILDERS[kind](lines, mark)));
  }
  return fragment;
}
