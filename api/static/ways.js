// Where an answer leads: the pages of what it names, and other ways to look. The same as answer.html's macro ways.

import { el } from "./dom.js";

const MOST = 3;
// A desk helps with what is decided elsewhere (deadlines, definitions); other words help with what was not found.
const OPEN = ["no_topic", "ambiguous", "not_in_documents"];

function way(href, text) {
  return el("li", {}, el("a", { href }, text));
}

/** @param {{question: string, answer: object}} turn */
export function ways({ question, answer }) {
  const names = new Map();
  for (const { programme, name } of answer.facts ?? []) if (!names.has(programme)) names.set(programme, name);
  const named = [...names].slice(0, MOST);
  const links = named.map(([id, name]) => way(`/programmes/${encodeURIComponent(id)}`, `${name}のページ`));
  if (named.length > 1) links.push(way(`/programmes/compare?${new URLSearchParams(named.map(([id]) => ["id", id]))}`, "並べて比べる"));
  if (OPEN.includes(answer.reason) || (answer.status === "answered" && names.size !== 1)) {
    links.push(way(`/finder?${new URLSearchParams({ wish: question })}`, "業種や従業員数を入れて、使える支援をさがす"),
      way("/programmes", "制度一覧から探す"));
  }
  links.push(way("/help/windows", "窓口と所在地"));
  return el("div", { class: "ways" }, el("h4", {}, "関係するページ"), el("ul", {}, ...links));
}
