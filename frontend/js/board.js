// The board: a card ([data-card]) is dragged onto a column ([data-drop]). Without a mouse its menu does the same.
import htmx from "htmx.org/dist/htmx.esm.js";

let dragged = null;
let moved = ""; // the card that changes its column, so that it has the focus afterwards

const target = (event) => dragged && event.target.closest?.(".board-column");
const mark = (column) => {
  for (const other of document.querySelectorAll(".board-column.is-target")) if (other !== column) other.classList.remove("is-target");
  column?.classList.add("is-target");
};

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-card][draggable=true]") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  dragged.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const column = target(event);
  if (dragged) mark(column);
  if (column) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const column = target(event);
  if (!column) return;
  event.preventDefault();
  const { status, version, move } = dragged.dataset;
  const wanted = column.querySelector("[data-drop]").dataset.drop;
  if (wanted !== status) htmx.ajax("POST", move, { source: dragged, swap: "none", values: { status: wanted, version } });
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  mark(null);
});

document.addEventListener("htmx:before:request", (event) => {
  const { sourceElement, request } = event.detail.ctx;
  if (request.method !== "GET") moved = sourceElement?.closest?.("[data-card]")?.id ?? "";
});
document.addEventListener("htmx:after:swap", (event) => {
  if (!moved || event.detail.ctx.target !== "#board") return; // as the answer names it
  document.getElementById(moved)?.querySelector("[data-row]").focus();
  moved = "";
});
