// A filter (<details class="filter">) closes by Escape, by a click elsewhere, and when it has given a file away.
const close = (filter) => {
  filter.open = false;
};
const MARGIN = 8;

// It opens where its button stands: between the edges of the page, and no taller than the window.
const place = (filter) => {
  const menu = filter.querySelector(":scope > :not(summary)");
  menu.style.translate = "";
  const { left, right, top, width } = menu.getBoundingClientRect();
  if (!width) {
    if (filter.open) requestAnimationFrame(() => place(filter)); // it is not drawn yet
    return;
  }
  const page = document.querySelector("main").getBoundingClientRect();
  if (getComputedStyle(menu).position === "fixed") {
    // On the phone it stands at the foot, and never over the row of its button, not even when the page is at its top.
    const row = filter.getBoundingClientRect().bottom + scrollY;
    const foot = innerHeight - parseFloat(getComputedStyle(menu).bottom);
    menu.style.setProperty("--room", `${Math.max(foot - row - MARGIN, 160)}px`);
    return;
  }
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

// A browser leaves a button alone that is in sight by a few pixels; who comes by keyboard sees the whole of it.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(".list-filters .btn, .bulk-acts .btn")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
});
