// Filters of the question table, and the answer beside its evidence on request. Without a script all is shown.
const rows = [...document.querySelectorAll("tbody.item")];
const form = document.querySelector(".filters");
const told = form.querySelector("output");
const folded = (text) => text.normalize("NFKC").toLowerCase();

function show() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = folded(wanted.text).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const is = row.dataset;
    const fits =
      (!wanted.result || is.result === wanted.result) &&
      (!wanted.kind || is.kind === wanted.kind) &&
      (!wanted.split || is.split === wanted.split) &&
      (!wanted.check || is.failed.split(" ").includes(wanted.check)) &&
      words.every((word) => folded(is.text).includes(word));
    row.hidden = !fits;
    count += fits;
  }
  told.value = `${count} / ${rows.length}件`;
}

for (const button of document.querySelectorAll(".questions button")) {
  const more = button.closest("tbody").querySelector(".more");
  more.hidden = true;
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    more.hidden = !more.hidden;
    button.setAttribute("aria-expanded", String(!more.hidden));
  });
}

form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(show));
const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
asked?.querySelector("button")?.click();
show();
