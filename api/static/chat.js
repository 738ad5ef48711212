// The conversation: asks, shows what comes, keeps the finished turns. The page works without it (GET /?q=…).

import { failedAnswer, finishedAnswer, growingAnswer, spokenAnswer, turnNode } from "./answer.js";
import { createComposer } from "./composer.js";
import * as conversations from "./conversations.js";
import { byId } from "./dom.js";
import { conversationText, download } from "./export.js";
import { createHistory } from "./history.js";
import { createSheet } from "./sheet.js";
import { ask, ChatError, CutOffError } from "./stream.js";
import { createSwitches } from "./switches.js";

const STOPPED = "回答を止めました。";
const BROKEN = "回答を表示できませんでした。お手数ですが、もう一度お試しください。";
const AGAIN = "通信が切れたため、もう一度お尋ねしています。";
const REMEMBERED = 99; // turns that go with a question; the server takes 200 messages
const SPOKEN_FOR = 15_000; // milliseconds that an announcement stays where somebody reading line by line would meet it

/** The conversation on the page; each of its finished turns has its own answer object. */
let conversation = conversations.newConversation();
/** What stops the answer on its way; null when none is. */
let running = null;
/** The page is being left: what breaks off now was not stopped by the reader. */
let leaving = false;
let silence = 0;

const log = byId("conversation");
const buttons = ["new-conversation", "save-markdown", "print"].map(byId);
const open = createSheet();
const wishes = createSwitches();
const composer = createComposer({ onAsk: converse, onStop: () => running?.abort(), isBusy: () => running !== null });
const history = createHistory({
  onOpen: reopen,
  onGone: (id) => { if (id === null || id === conversation.id) begin(); },
  onNamed: (id, name) => { if (id === conversation.id) conversation.name = name; },
});

function questionsUpTo(count) {
  return conversation.turns.slice(0, count).map(({ question }) => question);
}

function messagesFor(question) {
  const said = conversation.turns.slice(-REMEMBERED).flatMap((turn) => [
    { role: "user", content: turn.question },
    { role: "assistant", content: turn.answer.answer },
  ]);
  return [...said, { role: "user", content: question }];
}

/** Says it once, for screen readers. */
function announce(message) {
  clearTimeout(silence);
  composer.say(message);
  silence = setTimeout(() => composer.say(""), SPOKEN_FOR);
}

function setBusy(busy) {
  log.setAttribute("aria-busy", String(busy));
  composer.setBusy(busy);
  for (const button of document.querySelectorAll("button.ask")) button.disabled = busy;
}

/** Shows a finished turn; `node` is the frame that its question already stands in, if any. */
function settle(turn, node = turnNode(turn.question)) {
  conversation.turns.push(turn);
  const upTo = questionsUpTo(conversation.turns.length);
  node.append(finishedAnswer(turn, upTo, { open, ask: askFromButton }));
  if (!node.isConnected) log.append(node);
  showState();
}

/** What the page offers beside the turns, now that there are some or none. */
function showState() {
  const some = log.childElementCount > 0;
  byId("chat-main").classList.toggle("has-turns", some);
  for (const button of buttons) button.hidden = !conversation.turns.length;
  conversations.current.set(conversation.turns.length ? conversation.id : null);
}

function keep() {
  conversations.save(conversation);
  showState();
  history.refresh();
}

function messageOf(error) {
  if (error.name === "AbortError") return STOPPED;
  return error instanceof ChatError ? error.message : BROKEN;
}

/** The whole answer. Cut off in the middle, it is asked for once more, and what came is taken back. */
async function wholeAnswer(question, growing, signal) {
  const conversationId = conversation.turns.at(-1)?.answer.conversation_id;
  const wished = wishes();
  const request = () => ask(messagesFor(question), { signal, onText: growing.show, conversationId, wishes: wished });
  try {
    return { ...(await request()), wished: wished.style };
  } catch (error) {
    if (!(error instanceof CutOffError) || leaving) throw error;
    growing.show("");
    announce(AGAIN);
    return { ...(await request()), wished: wished.style };
  }
}

async function converse(question) {
  if (running) return;
  running = new AbortController();
  const node = turnNode(question);
  const growing = growingAnswer();
  node.append(growing.node);
  log.append(node);
  showState();
  setBusy(true);
  announce("資料を調べています。");
  conversations.pending.set(question);
  node.scrollIntoView({ block: "start" });
  try {
    const answer = await wholeAnswer(question, growing, running.signal);
    growing.node.remove();
    settle({ question, answer }, node);
    keep();
    announce(spokenAnswer(answer));
  } catch (error) {
    if (leaving) return;
    growing.node.remove();
    node.append(failedAnswer(messageOf(error), () => retry(question, node)));
    composer.say("");
  } finally {
    running = null;
    setBusy(false);
    if (!leaving) conversations.pending.set(null);
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

function show(found) {
  running?.abort();
  conversation = { ...found, turns: [] };
  log.replaceChildren();
  for (const turn of found.turns) settle(turn);
  showState();
  history.refresh();
  if (found.turns.length) log.lastElementChild.scrollIntoView({ block: "start", behavior: "instant" });
}

function begin() {
  show(conversations.newConversation());
  byId("q").focus();
}

function reopen(id) {
  const found = conversations.load(id);
  if (!found) return;
  show(found);
  log.lastElementChild?.focus({ preventScroll: true });
}

/** A question asked in the address (/?q=…) begins anew: the server answered it without the earlier turns. */
function restore() {
  const written = log.querySelector("[data-turn]");
  const earlier = conversations.load(conversations.current.get());
  if (written) {
    show({ ...conversations.newConversation(), turns: [JSON.parse(written.dataset.turn)] });
    keep();
    window.history.replaceState(null, "", "/");
  } else {
    show(earlier ?? conversations.newConversation());
    const asked = conversations.pending.get();
    if (asked) converse(asked);
  }
}

function about() {
  const when = new Date().toLocaleDateString("ja-JP", { dateStyle: "long" });
  byId("print-about").textContent = `相談 Sodan　${conversations.titleOf(conversation)}　${when}に表示`;
}

document.getElementById("examples")?.addEventListener("submit", (event) => {
  event.preventDefault();
  askFromButton(event.submitter.value);
});
byId("new-conversation").addEventListener("click", begin);
byId("save-markdown").addEventListener("click", () => {
  const name = conversations.titleOf(conversation);
  download(name, conversationText(name, conversation.turns));
});
byId("print").addEventListener("click", () => window.print());
window.addEventListener("beforeprint", about);
window.addEventListener("pagehide", () => { leaving = true; });
window.addEventListener("pageshow", () => { leaving = false; });
byId("talk-bar").hidden = false;
restore();
