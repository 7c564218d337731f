// Where the keyboard is after something has changed: on the first fault, or on what took the place of the old part.
const fault = (root) => root.querySelector?.("[aria-invalid=true], fieldset[data-invalid] input, [role=alert][tabindex]");

document.addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector("[autofocus]")) fault(document)?.focus();
  const strip = document.querySelector(".strip"); // on the phone it is wider than the page
  const current = strip?.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
});

document.addEventListener("focusin", ({ target }) => {
  if (target.closest(".strip")) target.scrollIntoView({ block: "nearest", inline: "nearest" }); // one that is cut off
});

document.addEventListener("htmx:after:swap", (event) => {
  const { response, sourceElement } = event.detail.ctx;
  const part = sourceElement?.isConnected ? sourceElement : event.target;
  const wrong = response?.status >= 400 && fault(part.closest?.("dialog, form, main") ?? document);
  if (wrong) wrong.focus();
  else if (document.activeElement === document.body) settle(part);
});

// The element that had the focus is gone: go to the heading of its part, else to the part itself.
const settle = (part) => {
  const place = part.querySelector?.("[autofocus], h1, h2") ?? document.getElementById("main");
  if (!place) return;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
};
