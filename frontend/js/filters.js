// A filter (<details class="filter">) closes by Escape and by a click elsewhere.
const close = (filter) => {
  filter.open = false;
};

document.addEventListener("click", (event) => {
  for (const filter of document.querySelectorAll("details.filter[open]")) {
    if (!filter.contains(event.target)) close(filter);
  }
});
document.addEventListener("keydown", (event) => {
  const filter = event.key === "Escape" && event.target.closest?.("details.filter[open]");
  if (!filter) return;
  close(filter);
  filter.querySelector("summary").focus();
});
