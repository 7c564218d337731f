// Answers that are not what a part of the page waits for: a whole page, a fault on the way, no answer at all.
import { showFailure } from "./toasts.js";

document.addEventListener("htmx:before:swap", (event) => {
  const { response, text, hx } = event.detail.ctx;
  if (!response) return;
  if (response.raw.redirected && /^\s*<!doctype/i.test(text)) {
    event.preventDefault();
    // The login asks for the page that the user sees, not for the part of it that was fetched.
    if (response.raw.url.includes("next=")) location.reload();
    else location.assign(response.raw.url);
  } else if (response.status >= 500 && !hx.retarget) {
    event.preventDefault();
    showFailure();
  }
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.request) showFailure();
});
