// What another bundle asks the server for: kartei:ask {method, url, values}; dialogs that come back open over the page.
import htmx from "htmx.org/dist/htmx.esm.js";

document.addEventListener("kartei:ask", async ({ target, detail: { method, url, values } }) => {
  try {
    await htmx.ajax(method, url, { source: target, target: "#dialogs", swap: "innerHTML", values });
  } finally {
    if (method !== "GET") document.dispatchEvent(new CustomEvent("kartei:changed"));
  }
});
