// Conversations that this browser keeps: each under a key of its own, so that two tabs do not overwrite each other.

import { erase, keys, read, tabValue, write } from "./storage.js";

const PREFIX = "sodan.talk.";
const MOST = 50;
/** Facts that the page itself uses; the rest would only fill the storage. */
const KEPT_FACTS = new Set(["助成率"]);

/** The conversation that this tab shows, and the question that it was waiting for when it was left. */
export const current = tabValue("sodan.current");
export const pending = tabValue("sodan.pending");

function isTurn(turn) {
  return typeof turn?.question === "string" && typeof turn.answer?.answer === "string" && Array.isArray(turn.answer.citations);
}

function isConversation(found) {
  return typeof found?.id === "string" && Array.isArray(found.turns) && found.turns.every(isTurn);
}

function slim(answer) {
  const facts = (answer.facts ?? []).filter((fact) => KEPT_FACTS.has(fact.attribute));
  return { ...answer, facts: facts.map(({ programme, name, attribute }) => ({ programme, name, attribute })) };
}

export function newConversation() {
  return { id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, name: "", updated: 0, turns: [], saved: 0 };
}

/** @returns {object | null} null where there is none, or what is kept is not one */
export function load(id) {
  const found = id ? read(PREFIX + id) : null;
  return isConversation(found) ? { ...found, saved: found.turns.length } : null;
}

/** All of them, the newest first. */
export function all() {
  return keys(PREFIX).map((key) => load(key.slice(PREFIX.length))).filter(Boolean).sort((a, b) => b.updated - a.updated);
}

export function titleOf(conversation) {
  return conversation.name || conversation.turns[0]?.question || "新しい相談";
}

export function remove(id) {
  erase(PREFIX + id);
}

function keep(conversation) {
  const { saved: _, ...kept } = { ...conversation, turns: conversation.turns.map(({ question, answer }) => ({ question, answer: slim(answer) })) };
  const rest = all().filter(({ id }) => id !== conversation.id);
  for (const old of rest.splice(MOST - 1)) remove(old.id);
  // A full storage gives up the oldest first.
  while (!write(PREFIX + conversation.id, kept) && rest.length) remove(rest.pop().id);
}

/** Keeps it. Where another tab has gone on with it meanwhile, this one becomes a conversation of its own. */
export function save(conversation) {
  const stored = load(conversation.id);
  if (stored && stored.turns.length !== conversation.saved) conversation.id = newConversation().id;
  conversation.updated = Date.now();
  conversation.saved = conversation.turns.length;
  keep(conversation);
}

export function rename(id, name) {
  const found = load(id);
  if (found) keep({ ...found, name: name.trim().slice(0, 100) });
}
