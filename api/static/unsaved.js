// Asks before a page is left whose form holds text that has not been saved. The page works without this.

const form = document.querySelector("#reply-form");

if (form) {
  const fields = [...form.querySelectorAll("textarea, input:not([type=hidden])")];
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && fields.some((field) => field.value !== field.defaultValue)) event.preventDefault();
  });
}
