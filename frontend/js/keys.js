// Keys of the page, as the sheet „?“ shows them: a line of it names its keys, the act, and what the page must have for it.
import { choose } from "./choosing.js";
import { show } from "./dialogs.js";
import { openPalette, palette } from "./palette.js";
import { step } from "./rows.js";

const sheet = document.getElementById("keys");
const isOff = document.body.dataset.shortcuts === "off";
const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

const isSeen = (element) => element.getClientRects().length > 0;
// The elements of the page that stand for a key, those of the part that has the focus first.
const marked = (selector) => {
  const all = [...document.querySelectorAll(selector)].filter(isSeen);
  const part = document.activeElement?.closest("section.card");
  return all.find((element) => part?.contains(element)) ?? all[0];
};
const isThere = ({ dataset }) => !dataset.needs || Boolean(marked(dataset.needs));

const acts = {
  palette: () => (palette.open ? palette.close() : openPalette()),
  sheet: () => (sheet.open ? sheet.close() : show(sheet)),
  search: () => {
    const field = marked('[data-key="/"]');
    field?.focus();
    field?.select();
    if (!field) openPalette();
  },
  new: () => {
    const button = marked("[data-key=c]");
    if (button) button.click();
    else openPalette("new");
  },
  edit: () => marked("[data-key=e]").click(),
  next: () => step(1),
  previous: () => step(-1),
  choose: () => choose(),
  range: () => choose(true),
  move: () => {
    const row = document.activeElement?.closest("[data-move]") ?? marked("[data-move]");
    row.dispatchEvent(new CustomEvent("kartei:ask", { bubbles: true, detail: { method: "GET", url: row.dataset.move } }));
  },
  act: () => marked("[data-key=a]").focus(),
};

const isTyping = (target) => target.closest("textarea, select, [contenteditable], [role=menu], input:not([type=checkbox], [type=radio], [type=file])");

// „j“, „?“, „mod+k“, „shift+x“; nothing with other modifiers. Shift is also how a keyboard comes to its signs.
const nameOf = ({ key, ctrlKey, metaKey, altKey, shiftKey }) => {
  const isMod = isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  const isLetter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  if (altKey || (shiftKey && isMod) || ((ctrlKey || metaKey) && !isMod)) return "";
  if (shiftKey && isLetter) return `shift+${key.toLowerCase()}`;
  return isMod ? `mod+${key.toLowerCase()}` : isLetter ? key.toLowerCase() : key;
};
// A dialog that is open keeps the keys to itself, but for the one that has opened it.
const isFree = (act, target) => {
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  if (dialog) return (dialog === palette && act === "palette") || (dialog === sheet && act === "sheet");
  return act === "palette" || !isTyping(target);
};

document.addEventListener("keydown", (event) => {
  if (!sheet || isOff || event.isComposing || event.defaultPrevented) return;
  const line = sheet.querySelector(`[data-act][data-keys="${CSS.escape(nameOf(event))}"]`);
  const act = line?.dataset.act;
  if (!act || !isFree(act, event.target) || !isThere(line) || (event.repeat && !line.dataset.needs)) return;
  event.preventDefault();
  acts[act]();
});

// The sheet shows the keys of this page.
sheet?.addEventListener("focusin", () => {
  for (const line of sheet.querySelectorAll("[data-keys]")) line.hidden = !isThere(line);
  for (const part of sheet.querySelectorAll(".keys > section")) part.hidden = !part.querySelector("[data-keys]:not([hidden])");
});
if (isMac) for (const key of document.querySelectorAll("[data-mac]")) key.textContent = key.dataset.mac;
