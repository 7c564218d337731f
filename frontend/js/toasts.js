// Toasts wait while the mouse or the keyboard is on them; Basecoat does so for the mouse alone. F8 goes to the newest.
const toaster = document.getElementById("toaster");
const hasFocus = () => toaster.contains(document.activeElement);

export const showFailure = () => {
  const failure = document.getElementById("failure");
  if (failure) toaster?.append(failure.content.cloneNode(true));
};

// An open dialog makes everything outside of it deaf, so the toaster moves in, and out again before the dialog goes.
const settle = (place) => toaster && toaster.parentElement !== place && place.append(toaster);
export const settleToaster = () => settle([...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body);
export const freeToaster = () => settle(document.body);

toaster?.addEventListener("focusin", () => toaster.dispatchEvent(new MouseEvent("mouseenter")));
toaster?.addEventListener("focusout", (event) => {
  if (!toaster.contains(event.relatedTarget) && !toaster.matches(":hover")) toaster.dispatchEvent(new MouseEvent("mouseleave"));
});
toaster?.addEventListener("mouseleave", (event) => event.isTrusted && hasFocus() && event.stopImmediatePropagation(), true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "F8") return;
  event.preventDefault();
  toaster?.querySelector(".toast:last-of-type:not([aria-hidden]) :is(button, a)")?.focus();
});
