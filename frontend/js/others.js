// The text of „Sonstiges“ ([data-other]: a choice and below it the text) shows when that is chosen, or something is in it.
const settle = (pair) => {
  const text = pair.lastElementChild;
  text.hidden = !pair.querySelector("[value=other]:checked") && !text.querySelector("input").value;
};
const settleAll = () => document.querySelectorAll("[data-other]").forEach(settle);

document.addEventListener("change", (event) => {
  const pair = event.target.closest?.("[data-other]");
  if (pair) settle(pair);
});
document.addEventListener("DOMContentLoaded", settleAll);
document.addEventListener("htmx:after:swap", settleAll);
