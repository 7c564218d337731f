// Typed text is not lost by a slip: leaving a page or closing a dialog asks first.
// Searches, forms with data-free and those before the login are not asked about, unless they carry data-guard.
const typed = new Set();

const isGuarded = (form) =>
  form?.method === "post" && !form.matches("[data-free], [role=search]") && (form.hasAttribute("data-guard") || !form.closest(".entrance"));
const isUnsaved = (form) => form.isConnected && form.getClientRects().length > 0;
const unsaved = (root) => [...typed].some((form) => isUnsaved(form) && root.contains(form));

// Whether `root` may be closed: nothing is unsaved in it, or the user agrees to lose it.
export const confirmLeaving = (root) => {
  if (!unsaved(root)) return true;
  if (!confirm(document.getElementById("unsaved")?.dataset.text)) return false;
  for (const form of root.querySelectorAll("form")) {
    typed.delete(form);
    form.reset();
  }
  return true;
};

// A form that was refused on the way; and a page that its user has left.
export const hold = (form) => isGuarded(form) && typed.add(form);
export const forget = () => typed.clear();

document.addEventListener("input", (event) => isGuarded(event.target.form) && typed.add(event.target.form));
document.addEventListener("submit", (event) => typed.delete(event.target));

// A form that came back with faults, or never arrived, still holds what was typed.
document.addEventListener("htmx:after:swap", (event) => {
  const { response, sourceElement } = event.detail.ctx;
  if (!(response?.status >= 400)) return;
  const form = sourceElement?.closest?.("form") ?? sourceElement?.querySelector?.("form");
  if (isGuarded(form)) typed.add(form);
});
document.addEventListener("htmx:error", (event) => {
  const form = event.detail.ctx?.request?.form;
  if (isGuarded(form)) typed.add(form);
});

addEventListener("beforeunload", (event) => unsaved(document) && event.preventDefault());
