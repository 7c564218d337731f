// Passkeys: the server says what to ask, the browser asks, the form takes the answer back.
const supported = typeof PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
const faults = { NotAllowedError: "refused", InvalidStateError: "known", SecurityError: "wrongPlace" };

const options = async (form) => {
  const body = new FormData(form);
  const answer = await fetch(form.dataset.options, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).publicKey;
};

const ask = async (form) => {
  const told = await options(form);
  const key =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(told) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(told) });
  form.elements.credential.value = JSON.stringify(key);
  form.requestSubmit();
};

const tell = (form, fault) => {
  const place = form.querySelector("[data-fault]");
  place.textContent = place.dataset[faults[fault.name] ?? "failed"];
  place.hidden = false;
};

// Before sending.js, which takes each submit for the one that counts.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.passkey || form.elements.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.querySelector("[data-fault]").hidden = true;
    ask(form).catch((fault) => tell(form, fault));
  },
  true,
);

// What offers a passkey is seen only where the browser has them.
export const reveal = () => {
  if (!supported) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = false;
  for (const text of document.querySelectorAll("[data-no-passkey]")) text.hidden = true;
};
reveal();
// Back: an answer counts once.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.elements.credential.value = "";
});
