// The size of the text, on every page. early.js sets it again before the next page is painted.

import { byId } from "./dom.js";
import { read, write } from "./storage.js";

const KEY = "sodan.size";
const SIZES = ["standard", "large", "largest"];

const group = byId("text-size");
const buttons = [...group.querySelectorAll("button")];

function show(size) {
  for (const each of SIZES) document.documentElement.classList.toggle(`text-${each}`, each === size && each !== "standard");
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.size === size));
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    write(KEY, button.dataset.size);
    show(button.dataset.size);
  });
}
show(SIZES.includes(read(KEY)) ? read(KEY) : "standard");
group.hidden = false;
