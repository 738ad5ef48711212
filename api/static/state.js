// Looks again at what is being taken in, while something is on its way.

const PAUSE = 1500; // milliseconds
const region = document.getElementById("state");

async function look() {
  const answer = await fetch(region.dataset.from, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const text = await answer.text();
  if (text.trim() !== shown) {
    shown = text.trim();
    // The fragment is our own server's, escaped by its templates, and the policy runs no inline script.
    region.replaceChildren(...new DOMParser().parseFromString(shown, "text/html").body.childNodes);
  }
  wait();
}

function wait() {
  if (region.querySelector("[data-running]")) setTimeout(look, PAUSE);
}

let shown = "";
wait();
