// The list of programmes: fresh results while somebody types, and a choice for comparison that outlives them.
// Without this file the same forms work by GET.

import { keepChoice } from "./choice.js";

const WAIT = 250; // milliseconds of stillness before a search
const search = document.getElementById("search");
const found = document.getElementById("found");
const results = document.getElementById("results");
let timer = 0;
let running = null;

const choice = keepChoice(results);

search.addEventListener("input", (event) => {
  // Kana that are still being turned into characters are no search yet.
  if (event.isComposing) return;
  later(event.target.type === "search" ? WAIT : 0);
});
search.addEventListener("compositionend", () => later(WAIT));
search.addEventListener("submit", (event) => {
  event.preventDefault();
  later(0);
});

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(refresh, wait);
}

function asked() {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(search)) {
    const plain = (name === "order" && value === "new") || (name === "view" && value === "cards");
    if (value !== "" && !plain) said.append(name, value);
  }
  const query = said.toString();
  return query ? `${search.action}?${query}` : search.action;
}

async function refresh() {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const address = asked();
  results.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(String(response.status));
    show(new DOMParser().parseFromString(await response.text(), "text/html"));
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name === "AbortError") return;
    found.textContent = "一覧を更新できませんでした。通信の状態を確かめて、もう一度「検索」を押してください。";
  }
  results.removeAttribute("aria-busy");
}

function show(page) {
  results.replaceChildren(...page.getElementById("results").childNodes);
  for (const kind of ["count", "chosen"]) {
    for (const place of search.querySelectorAll(`[data-${kind}]`)) {
      const fresh = page.querySelector(`[data-${kind}="${CSS.escape(place.dataset[kind])}"]`);
      place.replaceChildren(...(fresh?.childNodes ?? []));
    }
  }
  found.textContent = page.getElementById("found").textContent;
  choice.renew();
}
