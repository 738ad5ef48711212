// Where a question is typed: the Enter key, the length limit, and the send and stop buttons.

import { byId } from "./dom.js";

const LIMIT = 10_000;
const WARN_FROM = 9_000;
const EMPTY = "質問を入力してください。";
const DOUBLE = 500; // milliseconds in which a second press belongs to the first

/** Characters as the server counts them: code points, not UTF-16 units. */
function lengthOf(text) {
  return Array.from(text).length;
}

function tooLong(length) {
  const count = length.toLocaleString("ja-JP");
  return `一度にお尋ねいただけるのは10,000文字までです（いま${count}文字）。お手数ですが、短くしてからお送りください。`;
}

/**
 * @param {{onAsk: (question: string) => void, onStop: () => void, isBusy: () => boolean}} actions
 * @returns {{setBusy: (busy: boolean) => void, say: (message: string) => void}}
 */
export function createComposer({ onAsk, onStop, isBusy }) {
  const [form, box, send, stop] = ["composer", "q", "send", "stop"].map(byId);
  const [notice, status] = ["composer-notice", "status"].map(byId);
  let sentAt = -DOUBLE;
  const isDouble = () => performance.now() - sentAt < DOUBLE;

  function showNotice(message, invalid) {
    notice.textContent = message;
    notice.hidden = !message;
    box.setAttribute("aria-invalid", String(invalid));
  }

  function checkLength() {
    const length = lengthOf(box.value);
    if (length > LIMIT) showNotice(tooLong(length), true);
    else showNotice(length > WARN_FROM ? `あと${(LIMIT - length).toLocaleString("ja-JP")}文字入力できます。` : "", false);
  }

  function refuse(message) {
    showNotice(message, true);
    status.textContent = message;
    box.focus();
  }

  function submit() {
    const question = box.value.trim();
    if (isBusy() || (!question && isDouble())) return;
    if (!question) return refuse(EMPTY);
    if (lengthOf(question) > LIMIT) return refuse(tooLong(lengthOf(question)));
    box.value = "";
    sentAt = performance.now();
    checkLength();
    onAsk(question);
  }

  box.addEventListener("input", checkLength);
  box.addEventListener("keydown", (event) => {
    // 229 is a key that belongs to the input method; Safari reports isComposing false for the Enter that ends a conversion.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  // The button to stop appears where the one to send was: the second click of a double click is not meant for it.
  stop.addEventListener("click", () => { if (!isDouble()) onStop(); });
  byId("keyboard-hint").hidden = false;

  return {
    say: (message) => { status.textContent = message; },
    setBusy(busy) {
      const [shown, gone] = busy ? [stop, send] : [send, stop];
      const hadFocus = document.activeElement === gone;
      shown.hidden = false;
      // Without scrolling: it stands where the other one stood.
      if (hadFocus) shown.focus({ preventScroll: true });
      gone.hidden = true;
    },
  };
}
