// A quiet line at the top when an answer takes longer than 150 ms.
const bar = document.getElementById("loading");
let waiting = 0;
let timer;

const show = () => {
  clearTimeout(timer);
  timer = setTimeout(() => bar?.classList.add("is-busy"), 150);
};
const hide = () => {
  clearTimeout(timer);
  bar?.classList.remove("is-busy");
};

document.addEventListener("htmx:before:request", () => waiting++ || show());
document.addEventListener("htmx:finally:request", () => {
  waiting = Math.max(0, waiting - 1);
  if (!waiting) hide();
});
addEventListener("pagehide", hide);
addEventListener("pageshow", hide);
addEventListener("beforeunload", show);
