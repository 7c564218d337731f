// Opening and closing by data attributes: Basecoat's own markup uses onclick, which the policy forbids.
import { freeToaster, settleToaster } from "./toasts.js";
import { confirmLeaving } from "./unsaved.js";

const close = (dialog) => confirmLeaving(dialog) && dialog.close();

export const show = (dialog) => {
  dialog?.showModal();
  settleToaster();
};
const showNew = () => {
  for (const dialog of document.querySelectorAll("dialog[data-show]:not([open])")) {
    dialog.removeAttribute("data-show");
    show(dialog);
  }
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) show(document.getElementById(opener.dataset.open));
  const closer = event.target.closest("[data-close]") ?? (event.target.matches("dialog") ? event.target : null);
  const dialog = closer?.closest("dialog");
  if (dialog && !dialog.hasAttribute("data-stays")) close(dialog);
});

// `cancel` is the Escape key; it does not bubble.
document.addEventListener("cancel", (event) => event.target.matches("dialog") && !confirmLeaving(event.target) && event.preventDefault(), true);

// A fetched dialog goes when it is closed: the next one comes fresh from the server. So does the page below,
// when something was changed in one that was shown again.
let isOld = false;
document.addEventListener(
  "close",
  (event) => {
    freeToaster();
    if (isOld) location.reload();
    if (event.target.closest("#dialogs")) event.target.remove();
    settleToaster();
  },
  true,
);
document.addEventListener("htmx:before:swap", freeToaster);

// An act that asks for a typed word stays off until the word stands there.
const checkWord = (form) => {
  const button = form.querySelector("[type=submit]");
  button.disabled = form.elements.word.value.trim().toLowerCase() !== form.dataset.word.toLowerCase();
};
document.addEventListener("input", (event) => event.target.form?.dataset.word && checkWord(event.target.form));

const prepare = () => {
  showNew();
  settleToaster();
  isOld ||= document.querySelector("[data-changed]") !== null;
  document.querySelectorAll("form[data-word]").forEach(checkWord);
};
document.addEventListener("DOMContentLoaded", prepare);
document.addEventListener("htmx:after:swap", prepare);
