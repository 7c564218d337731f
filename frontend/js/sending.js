// A form is sent once, however often the button is pressed. (The server keeps a key for each form as well.)
const sending = new Set();
const PATIENCE = 10_000; // milliseconds; a download leaves the page as it is

export const free = (form) => {
  sending.delete(form);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
};

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (sending.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sending.add(form);
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => free(form), PATIENCE);
  },
  true,
);

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.request?.form;
  if (form && !ctx.keepIndicators) free(form); // kept while a redirect is on its way
});
addEventListener("pageshow", () => [...sending].forEach(free));
