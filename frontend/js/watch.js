// How long the login lives, as the page reckons it. The server decides; this only knows when to ask.
const page = document.getElementById("lock");
const seconds = (name) => Number(page?.dataset[name] ?? 0) * 1000;
const WARNING = 60_000; // milliseconds before the idle limit
const LAST_WORD = 5 * 60_000; // before the absolute one
const BEAT = 60_000; // so often at most the server hears that somebody is typing

let idleAt = Date.now() + seconds("idle");
let endsAt = Date.now() + seconds("left");
let heard = Date.now(); // the last request that counts as a sign of life
let isTyping = false;

export const isOver = () => Date.now() >= Math.min(idleAt, endsAt);
export const isIdleSoon = () => idleAt - Date.now() < WARNING;
export const isEndSoon = () => endsAt - Date.now() < LAST_WORD;
export const wantsBeat = () => isTyping && Date.now() - heard > BEAT;

// Something was sent that the server takes for a sign of life.
export const alive = () => {
  heard = Date.now();
  isTyping = false;
  idleAt = heard + seconds("idle");
};
// What the server said.
export const adopt = (state) => {
  idleAt = Date.now() + state.idle * 1000;
  endsAt = Date.now() + state.left * 1000;
};

for (const sign of ["keydown", "pointerdown", "wheel", "input"]) addEventListener(sign, () => (isTyping = true), { capture: true, passive: true });
