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

// Where nothing is found a message can be written; typing in the search again does not sweep it away unasked.
document.addEventListener("htmx:before:swap", (event) => {
  const { sourceElement } = event.detail.ctx;
  const list = sourceElement?.matches?.("[role=search]") && sourceElement.closest("[data-hits]");
  if (list && !confirmLeaving(list)) event.preventDefault();
});
