// A filter (<details class="filter">) closes by Escape, by a click elsewhere, and when it has given a file away.
const close = (filter) => {
  filter.open = false;
};
const MARGIN = 8;

// It opens where its button stands: between the edges of the page, and no taller than the window.
const place = (filter) => {
  const menu = filter.querySelector(":scope > :not(summary)");
  menu.style.translate = "";
  const { left, right, top } = menu.getBoundingClientRect();
  const page = document.querySelector("main").getBoundingClientRect();
  if (getComputedStyle(menu).position === "fixed") return menu.style.removeProperty("--room");
  const shift = Math.max(Math.min(0, page.right - MARGIN - right), page.left + MARGIN - left);
  menu.style.translate = `${shift}px`;
  menu.style.setProperty("--room", `${Math.max(innerHeight - top - MARGIN, 240)}px`);
};
document.addEventListener("toggle", (event) => event.target.matches("details.filter[open]") && place(event.target), true);

document.addEventListener("click", (event) => {
  for (const filter of document.querySelectorAll("details.filter[open]")) {
    if (!filter.contains(event.target) || event.target.closest("[download]")) close(filter);
  }
});
document.addEventListener("keydown", (event) => {
  const filter = event.key === "Escape" && event.target.closest?.("details.filter[open]");
  if (!filter) return;
  close(filter);
  filter.querySelector("summary").focus();
});
