// The panel of earlier conversations: open, rename, delete.

import * as conversations from "./conversations.js";
import { byId, el } from "./dom.js";

const WHEN = new Intl.DateTimeFormat("ja-JP", { month: "long", day: "numeric", hour: "numeric", minute: "2-digit" });

/**
 * @param {{onOpen: (id: string) => void, onGone: (id: string | null) => void, onNamed: (id: string, name: string) => void}} actions
 *   onGone: a conversation was deleted, or with null all of them
 * @returns {{refresh: () => void}}
 */
export function createHistory({ onOpen, onGone, onNamed }) {
  const [panel, list, empty, clear, opener, title] = ["history", "history-list", "history-empty", "history-clear", "history-open", "history-title"].map(byId);

  function toggle(open) {
    panel.classList.toggle("open", open);
    opener.setAttribute("aria-expanded", String(open));
    if (open) title.focus();
  }

  function renaming(row, conversation) {
    const name = conversations.titleOf(conversation);
    const field = el("input", { type: "text", maxlength: 100, value: name, "aria-label": "相談の名前" });
    const form = el("form", { class: "history-rename" }, field, el("button", { class: "button quiet" }, "決める"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      conversations.rename(conversation.id, field.value);
      onNamed(conversation.id, field.value.trim());
      refresh(conversation.id);
    });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") refresh(conversation.id); });
    row.replaceChildren(form);
    field.select();
  }

  function row(conversation) {
    const name = conversations.titleOf(conversation);
    const isShown = conversation.id === conversations.current.get();
    const node = el("li", { "data-id": conversation.id });
    const open = el("button", { type: "button", class: "history-open", "aria-current": isShown ? "true" : null },
      el("span", { class: "history-name" }, name),
      el("span", { class: "history-when" }, `${WHEN.format(conversation.updated)}　${conversation.turns.length}問`));
    const edit = el("button", { type: "button", class: "history-action", "aria-label": `「${name}」の名前を変える` }, "名前");
    const drop = el("button", { type: "button", class: "history-action", "aria-label": `「${name}」を消す` }, "消す");
    open.addEventListener("click", () => {
      toggle(false);
      onOpen(conversation.id);
    });
    edit.addEventListener("click", () => renaming(node, conversation));
    drop.addEventListener("click", () => {
      if (!confirm(`「${name}」を消します。元には戻せません。`)) return;
      conversations.remove(conversation.id);
      onGone(conversation.id);
      refresh();
      title.focus();
    });
    node.append(open, edit, drop);
    return node;
  }

  /** @param {string} [focused] the conversation whose row gets the focus */
  function refresh(focused) {
    const found = conversations.all();
    list.replaceChildren(...found.map(row));
    empty.hidden = found.length > 0;
    clear.hidden = found.length === 0;
    if (focused) [...list.children].find((node) => node.dataset.id === focused)?.querySelector("button").focus();
  }

  opener.addEventListener("click", () => toggle(!panel.classList.contains("open")));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.classList.contains("open")) return;
    toggle(false);
    opener.focus();
  });
  clear.addEventListener("click", () => {
    if (!confirm("これまでの相談をすべて消します。元には戻せません。")) return;
    for (const { id } of conversations.all()) conversations.remove(id);
    onGone(null);
    refresh();
    title.focus();
  });
  window.addEventListener("storage", () => refresh());
  panel.hidden = false;
  return { refresh: () => refresh() };
}
