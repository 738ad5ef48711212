// The conversation: asks, shows what comes, keeps the finished turns. The page works without it (GET /?q=…).

import { failedAnswer, finishedAnswer, growingAnswer, turnNode } from "./answer.js";
import { createComposer } from "./composer.js";
import { byId } from "./dom.js";
import { forget, recall, remember } from "./memory.js";
import { createSheet } from "./sheet.js";
import { ask, ChatError } from "./stream.js";

const STOPPED = "回答を止めました。";
const BROKEN = "回答を表示できませんでした。お手数ですが、もう一度お試しください。";

/** Finished turns, oldest first, each with its own answer object. */
const turns = [];
/** What stops the answer on its way; null when none is. */
let running = null;

const log = byId("conversation");
const restart = byId("new-conversation");
const open = createSheet();
const composer = createComposer({ onAsk: converse, onStop: () => running?.abort(), isBusy: () => running !== null });

function messagesFor(question) {
  const said = turns.flatMap((turn) => [
    { role: "user", content: turn.question },
    { role: "assistant", content: turn.answer.answer },
  ]);
  return [...said, { role: "user", content: question }];
}

function setBusy(busy) {
  log.setAttribute("aria-busy", String(busy));
  composer.setBusy(busy);
  composer.say(busy ? "資料を調べています。" : "");
  for (const button of document.querySelectorAll("button.ask")) button.disabled = busy;
}

/** Shows a finished turn; `node` is the frame that its question already stands in, if any. */
function settle(turn, node = turnNode(turn.question)) {
  node.append(finishedAnswer(turn.answer, { open, ask: askFromButton }));
  if (!node.isConnected) log.append(node);
  turns.push(turn);
  restart.hidden = false;
}

function messageOf(error) {
  if (error.name === "AbortError") return STOPPED;
  return error instanceof ChatError ? error.message : BROKEN;
}

async function converse(question) {
  if (running) return;
  running = new AbortController();
  const node = turnNode(question);
  const growing = growingAnswer();
  node.append(growing.node);
  log.append(node);
  setBusy(true);
  node.scrollIntoView({ block: "start" });
  try {
    const conversationId = turns.at(-1)?.answer.conversation_id;
    const answer = await ask(messagesFor(question), { signal: running.signal, onText: growing.show, conversationId });
    growing.node.remove();
    settle({ question, answer }, node);
    remember(turns);
  } catch (error) {
    growing.node.remove();
    node.append(failedAnswer(messageOf(error), () => retry(question, node)));
  } finally {
    running = null;
    setBusy(false);
  }
}

/** The button pressed will be disabled or gone, so the focus goes to the new turn. */
function askFromButton(question) {
  if (running) return;
  converse(question);
  log.lastElementChild.focus({ preventScroll: true });
}

function retry(question, failed) {
  if (running) return;
  failed.remove();
  askFromButton(question);
}

/** A question asked in the address (/?q=…) begins anew: the server answered it without the earlier turns. */
function restore() {
  const written = log.querySelector("[data-turn]");
  log.setAttribute("aria-live", "off");
  const earlier = written ? [JSON.parse(written.dataset.turn)] : recall();
  written?.remove();
  for (const turn of earlier) settle(turn);
  if (written) {
    remember(turns);
    history.replaceState(null, "", "/");
  }
  if (turns.length) log.lastElementChild.scrollIntoView({ block: "start", behavior: "instant" });
  // What was there before the reader came is not news.
  setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
}

document.getElementById("examples")?.addEventListener("submit", (event) => {
  event.preventDefault();
  askFromButton(event.submitter.value);
});
restart.addEventListener("click", forget);
restore();
