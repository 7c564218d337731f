// A field within a form whose Enter presses a button of its own instead of sending the form.
document.addEventListener("keydown", (event) => {
  const name = event.key === "Enter" && event.target.dataset?.enterPresses;
  if (!name) return;
  event.preventDefault();
  document.getElementById(name)?.click();
});
