import htmx from "htmx.org/dist/htmx.esm.js";

// Things that are put in order by dragging their grip: [data-place] within lists of one kind ([data-places]). The keys
// have buttons for it; this is for mouse, pen and finger.
let held = null; // { item, list, next, from }

const under = (x, y) => {
  const found = document.elementFromPoint(x, y);
  return found && !held.item.contains(found) ? found : null;
};

const carry = (x, y) => {
  const kind = held.list.dataset.places;
  const target = under(x, y);
  const list = target?.closest(`[data-places="${kind}"]`) ?? listNear(target, kind);
  if (!list) return;
  const after = [...list.children].filter((other) => other !== held.item).find((other) => {
    const box = other.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  if (after !== held.item.nextElementSibling || list !== held.item.parentElement) list.insertBefore(held.item, after ?? null);
};

// Over the head of a card or an empty list: the list of that card.
const listNear = (target, kind) => target?.closest(".card")?.querySelector(`[data-places="${kind}"]`);

const scrollAlong = (y) => {
  const edge = 60;
  if (y < edge) window.scrollBy(0, -12);
  if (y > window.innerHeight - edge) window.scrollBy(0, 12);
};

const putBack = () => held.list.insertBefore(held.item, held.next);

const release = () => {
  held.item.removeAttribute("data-held");
  held = null;
};

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  const item = grip?.closest("[data-place]");
  if (!item || event.button !== 0) return;
  event.preventDefault();
  held = { item, list: item.parentElement, next: item.nextElementSibling };
  item.setAttribute("data-held", "");
});

document.addEventListener("pointermove", (event) => {
  if (!held) return;
  event.preventDefault();
  scrollAlong(event.clientY);
  carry(event.clientX, event.clientY);
});

document.addEventListener("pointerup", () => {
  if (!held) return;
  const { item, list, next } = held;
  release();
  if (item.parentElement === list && item.nextElementSibling === next) return;
  const values = { section: item.parentElement.dataset.section ?? "own", before: item.nextElementSibling?.dataset.place ?? "" };
  htmx.ajax("POST", item.dataset.placeUrl, { source: item, target: "#fields", swap: "outerHTML", values });
});

for (const name of ["pointercancel", "blur"]) {
  window.addEventListener(name, () => {
    if (!held) return;
    putBack();
    release();
  });
}

document.addEventListener("keydown", (event) => {
  if (!held || event.key !== "Escape") return;
  event.preventDefault();
  putBack();
  release();
});
