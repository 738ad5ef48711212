// The conversation of this tab, kept across reloads where the browser allows it. Everything works without.

const KEY = "sodan.conversation.v1";

function isTurn(turn) {
  return typeof turn?.question === "string" && typeof turn.answer?.answer === "string" && Array.isArray(turn.answer.citations);
}

/** @returns {{question: string, answer: object}[]} finished turns, oldest first; none when storage is off or unreadable */
export function recall() {
  try {
    const turns = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(turns) && turns.every(isTurn) ? turns : [];
  } catch {
    return [];
  }
}

export function remember(turns) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(turns));
  } catch {
    // Storage is off or full: the conversation still lives on the page.
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
