// What is chosen for comparison: up to four programmes, kept while the list changes and from page to page.

const KEY = "sodan-comparison";
const AT_MOST = 4;

export function keepChoice(results) {
  const chosen = new Map(remembered());

  results.addEventListener("change", (event) => {
    if (event.target.name !== "id") return;
    if (event.target.checked) chosen.set(event.target.value, event.target.dataset.name);
    else chosen.delete(event.target.value);
    renew();
  });
  results.addEventListener("submit", (event) => {
    // Its fields are called "id", which hides the form's own property.
    if (event.target.getAttribute("id") !== "compare") return;
    for (const hidden of event.target.querySelectorAll("input[type=hidden]")) hidden.remove();
    const shown = new Set([...boxes()].map((box) => box.value));
    for (const id of chosen.keys()) if (!shown.has(id)) event.target.append(hiddenInput(id));
  });
  results.addEventListener("click", (event) => {
    if (event.target.id !== "compare-clear") return;
    chosen.clear();
    renew();
    boxes()[0]?.focus();
  });
  // A page that the browser kept still shows what was chosen when it was left.
  window.addEventListener("pageshow", () => {
    chosen.clear();
    for (const [id, name] of remembered()) chosen.set(id, name);
    renew();
  });

  function boxes() {
    return results.querySelectorAll("input[name=id]:not([type=hidden])");
  }

  function renew() {
    sessionStorage.setItem(KEY, JSON.stringify([...chosen]));
    for (const box of boxes()) {
      box.checked = chosen.has(box.value);
      box.disabled = !box.checked && chosen.size >= AT_MOST;
    }
    const status = document.getElementById("compare-status");
    if (!status) return;
    const names = [...chosen.values()].join("、");
    status.textContent = chosen.size ? `${chosen.size}件を選択中：${names}` : `${AT_MOST}つまで選んで比べられます`;
    document.getElementById("compare-button").setAttribute("aria-disabled", String(chosen.size < 2));
    status.parentElement.classList.toggle("active", chosen.size > 0);
    clearButton().hidden = chosen.size === 0;
  }

  function clearButton() {
    const known = document.getElementById("compare-clear");
    if (known) return known;
    const made = document.createElement("button");
    Object.assign(made, { id: "compare-clear", type: "button", className: "button quiet", textContent: "選択を消す" });
    document.getElementById("compare-button").before(made);
    return made;
  }

  renew();
  return { renew };
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]").slice(0, AT_MOST);
  } catch {
    return [];
  }
}

function hiddenInput(id) {
  return Object.assign(document.createElement("input"), { type: "hidden", name: "id", value: id });
}
