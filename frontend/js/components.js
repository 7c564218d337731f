// Basecoat initialises added nodes by itself; a morph keeps the node but wipes its marks, so take those down and up again.
const marked = ".dropdown-menu";

document.addEventListener("htmx:after:swap", () => {
  for (const element of document.querySelectorAll(marked)) {
    if (element._destroy && !element.dataset.basecoatComponent) {
      element._destroy();
      delete element._destroy;
    }
  }
  window.basecoat.initAll();
});
