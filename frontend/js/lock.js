// The login dialog over the page. When the login has ended (idle for too long, 12 hours, ended elsewhere) the page is
// covered and keeps what was typed; after the login of the same user it goes on, and a form that was on its way is sent
// again. Whoever else logs in there gets a page of their own.
import { isBackground } from "./background.js";
import { reveal } from "./passkeys.js";
import { free } from "./sending.js";
import { forget, hold } from "./unsaved.js";
import * as watch from "./watch.js";

const lock = document.getElementById("lock");
const card = document.getElementById("lock_card");
const channel = new BroadcastChannel("kartei-login");
const language = { "Accept-Language": document.documentElement.lang };
const waiting = new Map(); // what was on its way when the login had ended: form or button → its submit button
const again = new WeakSet(); // what has been sent a second time already
const checked = new WeakSet(); // forms of which we know that the login lives
let isLocked = false;
let title = document.title;
let focus;

const ask = (options = {}) =>
  fetch(lock.dataset.state, { cache: "no-store", ...options, headers: { "Kartei-Background": "1", ...options.headers } });

// Look whether the login lives, and lock or go on accordingly. Returns whether it does.
const look = async () => {
  try {
    return settle(await (await ask()).json());
  } catch {
    if (watch.isOver() || isLocked) close("offline");
    return false;
  }
};

const settle = (state) => {
  if (state.user && state.user !== lock.dataset.user) leave();
  else if (!state.user) close();
  else {
    watch.adopt(state);
    renew(state.token);
    open();
  }
  return state.user === lock.dataset.user;
};

const leave = () => {
  forget();
  location.assign("/");
};

// Every form and htmx itself send the token that is right since the new login.
const renew = (token) => {
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
};

const close = (reason) => {
  if (!isLocked) {
    isLocked = true;
    title = document.title;
    focus = document.activeElement;
    document.title = lock.dataset.title;
    document.documentElement.classList.add("is-locked");
    unwarn();
  }
  if (!lock.open) lock.showModal();
  if (reason === "offline") card.replaceChildren(document.getElementById("lock_offline").content.cloneNode(true));
  else if (!card.querySelector("form")) loadCard();
};

const open = () => {
  if (!isLocked) return;
  isLocked = false;
  lock.close();
  card.replaceChildren();
  document.title = title;
  document.documentElement.classList.remove("is-locked");
  channel.postMessage("changed");
  focus?.focus();
  const sent = [...waiting];
  waiting.clear();
  for (const [element, submitter] of sent) if (element.isConnected) send(element, submitter);
};

const send = (element, submitter) => {
  again.add(element);
  if (!(element instanceof HTMLFormElement)) return element.click();
  free(element);
  checked.add(element);
  element.requestSubmit(submitter?.isConnected ? submitter : undefined);
};

const keep = (element, submitter) => {
  waiting.set(element, submitter);
  if (element instanceof HTMLFormElement) hold(element);
};

// --- the login itself: the login page's own forms, step by step, shown in the dialog -------------------------------
const loadCard = async (request) => {
  try {
    const next = new URLSearchParams({ next: lock.dataset.state });
    await show(await (request ?? fetch(`${lock.dataset.login}?${next}`, { cache: "no-store", headers: language })));
  } catch {
    close("offline");
  }
};

const show = async (answer) => {
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return settle(await answer.json());
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector(".entrance-card");
  if (!found) return look();
  card.replaceChildren(...adapted(found));
  reveal();
  const field = card.querySelector("[aria-invalid=true]") ?? [...card.querySelectorAll("input:not([type=hidden])")].find((input) => !input.value);
  (field ?? card.querySelector("button"))?.focus();
};

// The card of an entrance page as a part of this one: no second h1, no id twice, links in a new tab.
const adapted = (found) => {
  for (const heading of found.querySelectorAll("h1")) heading.remove();
  for (const link of found.querySelectorAll("a")) link.target = "_blank";
  for (const form of found.querySelectorAll("form")) form.dataset.free = "";
  for (const name of ["id", "for", "aria-describedby", "aria-labelledby"]) {
    for (const element of found.querySelectorAll(`[${name}]`)) {
      const names = element.getAttribute(name).trim().split(/\s+/);
      element.setAttribute(name, names.map((id) => `lock_${id}`).join(" "));
    }
  }
  const login = found.querySelector("input[name=login]");
  if (login && !login.value) login.value = lock.dataset.email;
  if (!found.querySelector("form")) found.append(document.getElementById("lock_offline").content.querySelector("[data-retry]").cloneNode(true));
  return found.childNodes;
};

lock?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  loadCard(fetch(form.action, { method: "POST", body, headers: language }));
});
lock?.addEventListener("click", (event) => {
  if (!event.target.closest("[data-retry]")) return;
  card.replaceChildren();
  look();
});
lock?.addEventListener("cancel", (event) => event.preventDefault());
lock?.addEventListener("close", () => isLocked && lock.showModal());

// --- when to look --------------------------------------------------------------------------------------------------
const unwarn = () => document.querySelectorAll(".toast:is([data-lock])").forEach((toast) => toast.remove());
const warn = (name) => {
  if (document.querySelector(`.toast[data-lock=${name}]`)) return;
  const toast = document.getElementById(`lock_${name}`).content.cloneNode(true);
  toast.firstElementChild.dataset.lock = name;
  document.getElementById("toaster").append(toast);
};
const beat = async () => {
  watch.alive();
  unwarn();
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  try {
    const answer = await fetch(lock.dataset.state, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.ok) settle(await answer.json());
    else look();
  } catch {
    // No connection: the next beat, or the limit, will tell.
  }
};

let hasLastWord = false;
const tick = () => {
  if (isLocked) return;
  if (watch.wantsBeat()) beat();
  else if (watch.isOver()) look();
  else if (watch.isIdleSoon()) warn("warning");
  else if (watch.isEndSoon() && !hasLastWord) {
    hasLastWord = true;
    warn("end");
  }
};

// An answer that says that the login has ended, or that a form was made before the present one began.
const isRefused = (response) => response.headers.get("Kartei-Login") === "look";
document.addEventListener("htmx:before:response", (event) => {
  const { response, request, sourceElement, sourceEvent } = event.detail.ctx;
  if (!lock || !isRefused(response)) {
    if (!isBackground(sourceEvent)) watch.alive();
    return;
  }
  // What the user has sent or pressed; not what a field asks by itself while it is filled in.
  const isAct = sourceEvent.type === "submit" || sourceEvent.type === "click";
  const element = sourceEvent.type === "submit" ? (request.form ?? sourceElement) : sourceElement;
  if (response.status !== 401 && (again.has(element) || !isAct)) return; // refused twice: the page says why
  event.preventDefault();
  if (isAct) keep(element, request.submitter);
  look().then((lives) => {
    if (lives && waiting.delete(element) && isAct) send(element, request.submitter);
  });
});
document.addEventListener("htmx:after:swap", (event) => {
  again.delete(event.detail.ctx.sourceElement);
  if (isLocked) lock.close(); // a dialog that was still on its way lies below: this one opens anew above it
});

// Forms that the browser itself sends are held until we know that they arrive.
const isOwn = (form) => form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]");
addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    if (!lock || form.method !== "post" || isOwn(form) || lock.contains(form) || checked.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep(form, submitter);
    if ((await look()) && waiting.delete(form)) send(form, submitter);
  },
  true,
);

document.addEventListener("click", (event) => event.target.closest("[data-stay]") && beat());
if (lock) {
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => document.hidden || (isLocked ? look() : tick()));
  addEventListener("pageshow", (event) => event.persisted && look());
  channel.addEventListener("message", look);
}
channel.postMessage("changed"); // a page was loaded: somebody may have logged in or out
