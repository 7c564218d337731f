// A field within a form whose Enter presses a button of its own instead of sending the form.
document.addEventListener("keydown", (event) => {
  const name = event.key === "Enter" && event.target.dataset?.enterPresses;
  if (!name) return;
  event.preventDefault();
  document.getElementById(name)?.click();
});

// Whoever chooses among what such a search found is done with it: an answer still on its way would take the choice back.
document.addEventListener("change", (event) => {
  const field = event.target.closest("fieldset")?.querySelector("[data-enter-presses]");
  if (!field || field === event.target) return;
  for (const asking of [field, document.getElementById(field.dataset.enterPresses)]) asking.dispatchEvent(new Event("htmx:abort"));
});
