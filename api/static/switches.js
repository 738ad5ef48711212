// How answers are worded from the next question on: in plain Japanese, with readings above the characters.

import { byId } from "./dom.js";
import { read, write } from "./storage.js";

const KEY = "sodan.wishes";

/** @returns {() => {style?: "plain", furigana?: true}} the fields that a request carries for what is switched on */
export function createSwitches() {
  const [plain, furigana] = ["plain", "furigana"].map(byId);
  const kept = read(KEY);
  plain.checked = kept?.plain === true;
  furigana.checked = kept?.furigana === true;
  for (const box of [plain, furigana]) {
    box.addEventListener("change", () => write(KEY, { plain: plain.checked, furigana: furigana.checked }));
  }
  byId("switches").hidden = false;
  return () => ({ ...(plain.checked && { style: "plain" }), ...(furigana.checked && { furigana: true }) });
}
