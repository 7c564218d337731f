// The palette „Strg K“: a combobox. The server finds, htmx fetches; here are opening, the active option, and choosing.
import { show } from "./dialogs.js";

export const palette = document.getElementById("palette");
const form = palette?.querySelector("form");
const field = palette?.querySelector("[role=combobox]");
const found = document.getElementById("palette-found");
let isMoved = false; // the user has walked away from the first option
let waits = null; // an Enter that came before its answer: whether into a new tab

const options = () => [...found.querySelectorAll("[role=option]")];
const active = () => found.querySelector("[aria-selected=true]");
// Whether the list answers what stands in the field now.
const isCurrent = () => found.querySelector("[data-query]")?.dataset.query === field.value;

const activate = (option) => {
  active()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option?.id ?? "");
};
const choose = (option, isAside) => (isAside && option.href ? open(option.href, "_blank", "noopener") : option.click());

// `only` is "new" for what can be made.
export const openPalette = (only = "") => {
  if (!palette || palette.open) return;
  field.value = "";
  form.elements.only.value = only;
  waits = null;
  isMoved = false;
  show(palette);
  field.focus();
  form.dispatchEvent(new Event("ask"));
};

const moves = {
  ArrowDown: (all, at) => (at + 1) % all.length,
  ArrowUp: (all, at) => (at < 1 ? all.length : at) - 1,
  Home: () => 0,
  End: (all) => all.length - 1,
};
const walk = (event) => {
  const all = options();
  event.preventDefault();
  isMoved = true;
  if (all.length) activate(all[moves[event.key](all, all.indexOf(active()))]);
};
const enter = (event) => {
  event.preventDefault();
  const isAside = event.ctrlKey || event.metaKey;
  if (isCurrent() && active()) choose(active(), isAside);
  else waits = { isAside };
};

const settle = () => {
  const { said = "" } = found.querySelector("[data-said]")?.dataset ?? {};
  document.getElementById("palette-said").textContent = said;
  const [first] = options();
  field.setAttribute("aria-expanded", String(Boolean(first)));
  activate((isMoved && document.getElementById(field.getAttribute("aria-activedescendant"))) || first);
  if (!waits || !first) return;
  const { isAside } = waits;
  waits = null;
  choose(first, isAside);
};

const listen = () => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-palette]");
    if (opener) openPalette(opener.dataset.palette);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.shiftKey) return;
    if (event.key === "Enter") enter(event);
    else if (moves[event.key] && !event.ctrlKey && !event.metaKey) walk(event);
  });
  field.addEventListener("input", () => {
    waits = null;
    isMoved = false;
  });
  // An answer to other words than those that stand there now is not shown.
  document.addEventListener("htmx:before:swap", (event) => {
    const { target, request } = event.detail.ctx;
    if (target !== found) return;
    const { value } = field;
    if (request.body.get("q") !== value || request.body.get("only") !== form.elements.only.value) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", (event) => event.detail.ctx.target === found && settle());
  form.addEventListener("submit", (event) => event.preventDefault());
  found.addEventListener("mousedown", (event) => event.target.closest("[role=option]") && event.preventDefault());
  found.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option || option === active()) return;
    isMoved = true;
    activate(option);
  });
  found.addEventListener("click", (event) => {
    if (event.target.closest("[role=option]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) palette.close();
  });
};
if (palette) listen();
