import { confirmLeaving } from "./unsaved.js";

// Results below a search: the arrows walk from the field through what was found and back.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = event.target.closest?.("[data-hits]");
  if (!step || !list) return;
  const stops = [...list.querySelectorAll("[type=search], [data-hit]")];
  const next = stops[stops.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// An answer that comes when the arrows are among the hits already: they go on at the first of the new ones.
let isAmong = false;
document.addEventListener("htmx:before:swap", () => {
  isAmong = document.activeElement.matches("[data-hits] [data-hit]");
});
document.addEventListener("htmx:after:swap", (event) => {
  if (isAmong && !document.activeElement.matches("[data-hit]")) event.detail.ctx.target.querySelector?.("[data-hit]")?.focus();
});

// Where nothing is found a message can be written; typing in the search again does not sweep it away unasked.
document.addEventListener("htmx:before:swap", (event) => {
  const { sourceElement } = event.detail.ctx;
  const list = sourceElement?.matches?.("[role=search]") && sourceElement.closest("[data-hits]");
  if (list && !confirmLeaving(list)) event.preventDefault();
});
