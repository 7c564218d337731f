// Rows that are chosen in a list ([data-choose]): all of the page, a range with Shift, how many they are.
const boxes = () => [...document.querySelectorAll("[data-choose]")];
const all = () => document.querySelector("[data-choose-all]");
const whole = () => document.querySelector("#bulk [name=all]");
let last = null; // the box that was pressed last: a range begins there

const tell = () => {
  const count = document.querySelector("[data-bulk-count]");
  if (!count) return;
  const chosen = boxes().filter((box) => box.checked).length;
  const text = whole()?.checked ? count.dataset.whole : count.dataset.text.replace("#", chosen);
  if (count.textContent !== text) count.textContent = text;
  const head = all();
  head.checked = chosen > 0 && chosen === boxes().length;
  head.indeterminate = chosen > 0 && !head.checked;
};

const chooseRange = (to) => {
  const found = boxes();
  const [from, until] = [found.indexOf(last), found.indexOf(to)].sort((one, other) => one - other);
  if (from >= 0) for (const box of found.slice(from, until + 1)) box.checked = to.checked;
};
const chooseAll = (isChosen) => boxes().forEach((box) => (box.checked = isChosen));

document.addEventListener("click", (event) => {
  if (!event.target.matches?.("[data-choose]")) return;
  if (event.shiftKey) chooseRange(event.target);
  last = event.target;
  tell();
});
document.addEventListener("change", (event) => {
  if (event.target === all()) chooseAll(event.target.checked);
  else if (event.target === whole()) {
    if (event.target.checked) chooseAll(true);
  } else if (!event.target.matches("[data-choose]")) return;
  if (whole() && event.target !== whole() && boxes().some((box) => !box.checked)) whole().checked = false;
  tell();
});
document.addEventListener("reset", (event) => event.target.id === "bulk" && setTimeout(tell));

// X chooses the row that has the focus, with Shift all rows from the last one to it.
export const choose = (isRange = false) => {
  const row = document.activeElement.closest("tr:has([data-choose])");
  const box = row?.querySelector("[data-choose]");
  if (!box) return;
  box.checked = isRange || !box.checked;
  if (isRange) chooseRange(box);
  last = box;
  box.dispatchEvent(new Event("change", { bubbles: true }));
};

// Without this script the box would do nothing.
const show = () => {
  if (!all()) return;
  all().hidden = false;
  tell();
};
document.addEventListener("DOMContentLoaded", show);
document.addEventListener("htmx:after:swap", show);
