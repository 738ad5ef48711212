// One question to the server, answered as server-sent events (delta, citation, done, error).

/** Something the asker should read: `message` is Japanese and ready to show. */
export class ChatError extends Error {}

/** The connection was lost in the middle of an answer. */
export class CutOffError extends ChatError {}

const UNREACHABLE = "サーバーにつながりませんでした。通信の状態をご確認のうえ、もう一度お試しください。";
const CUT_OFF = "回答の途中で通信が切れました。途中までの文は内容を確かめられないため、表示を取り消しました。";
const GENERAL = "回答を用意できませんでした。少し待ってから、もう一度お試しください。";

/** Text with one block of an event stream -> its event name and data. A block without data is null. */
function parseBlock(block) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  return data.length ? { name, data: data.join("\n") } : null;
}

/** The events of a response body, however its bytes are cut. An unfinished last event is dropped, as the standard says. */
export async function* readEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    // A carriage return at the very end may be half of a line end: it waits for the next chunk.
    const raw = text + decoder.decode(value, { stream: true });
    const held = raw.endsWith("\r") ? 1 : 0;
    text = raw.slice(0, raw.length - held).replace(/\r\n?/g, "\n");
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = parseBlock(text.slice(0, end));
      text = text.slice(end + 2);
      if (event) yield event;
    }
    if (held) text += "\r";
  }
}

/** What a problem document (RFC 9457) says to the reader. */
function detailOf(problem) {
  return typeof problem?.detail === "string" && problem.detail ? problem.detail : GENERAL;
}

async function post(address, request, accept, signal) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body: JSON.stringify(request),
      signal,
    });
  } catch (error) {
    throw error.name === "AbortError" ? error : new ChatError(UNREACHABLE);
  }
  if (response.ok) return response;
  throw new ChatError(detailOf(await response.json().catch(() => null)));
}

/** Sends JSON and gives the JSON that comes back, or null. @throws {ChatError} for what the reader should know */
export async function postJson(address, request) {
  const response = await post(address, request, "application/json");
  return response.status === 204 ? null : response.json();
}

/**
 * Asks and resolves to the whole answer object.
 * @param {{role: string, content: string}[]} messages every turn so far, the new question last
 * @param {{signal: AbortSignal, onText: (soFar: string) => void, conversationId?: string, wishes?: object}} options
 *   `wishes` are further fields of the request: style, furigana
 * @throws {ChatError} for what the asker should read; an AbortError when stopped
 */
export async function ask(messages, { signal, onText, conversationId, wishes = {} }) {
  const request = { messages, stream: true, ...wishes };
  if (conversationId) request.conversation_id = conversationId;
  const { body } = await post("/v1/chat", request, "text/event-stream", signal);
  let soFar = "";
  try {
    for await (const { name, data } of readEvents(body)) {
      if (name === "delta") onText((soFar += JSON.parse(data).text));
      if (name === "error") throw new ChatError(detailOf(JSON.parse(data)));
      // `citation` events announce what `done` repeats: only the whole object is ever rendered.
      if (name === "done") return JSON.parse(data);
    }
  } catch (error) {
    if (error instanceof ChatError || error.name === "AbortError") throw error;
  }
  throw new CutOffError(CUT_OFF);
}
