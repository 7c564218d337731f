// Requests that a page makes by itself. The server must not take them for a sign of life.
const BY_ITSELF = new Set(["every", "load", "revealed", "intersect"]);

export const isBackground = (event) => BY_ITSELF.has(event?.type);

document.addEventListener("htmx:config:request", (event) => {
  const { request, sourceEvent } = event.detail.ctx;
  if (isBackground(sourceEvent)) request.headers["Kartei-Background"] = "1";
});
