// Evaluated in a page: what a machine can see of it, apart from what axe finds.
() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, ::before, ::after, ::backdrop { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];

  // What lies open over the page is looked at alone: to leave it would close it.
  const root = document.querySelector("dialog:modal, [data-popover]:not([aria-hidden=true]), details.filter[open]") ?? document;
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest("[inert], [aria-hidden=true]");

  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (isSeen(parent) && !parent.closest("script, style, template, [lang]:not(html), [translate=no], article")) words.push(walker.currentNode.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (!isSeen(element) || element.closest("[lang]:not(html)")) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) if (element.hasAttribute(name)) words.push(element.getAttribute(name));
  }
  words.push(document.title.replace(/ · Kartei$/, ""));

  // A ring or an outline that was not there before; the box that holds a control may carry it.
  const look = (element) => {
    const chain = [element, element.parentElement, element.closest("label"), element.parentElement?.parentElement].filter(Boolean);
    return chain.map((each) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(each);
      return outlineStyle === "none" ? `${boxShadow} ${borderColor}` : `${outlineWidth} ${outlineColor} ${boxShadow} ${borderColor}`;
    });
  };
  const isCovered = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const points = [[(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2], [right - 2, bottom - 2]];
    return points.every(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return !hit || !(element.contains(hit) || hit.contains(element) || hit.closest("label")?.control === element);
    });
  };
  const dull = [];
  const covered = [];
  const reachable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  for (const element of root.querySelectorAll(reachable)) {
    if (element.disabled || element.tabIndex < 0 || !isSeen(element)) continue;
    document.activeElement.blur();
    const before = look(element);
    element.focus();
    if (document.activeElement !== element) continue;
    const name = element.outerHTML.slice(0, 120);
    if (look(element).every((each, index) => each === before[index])) dull.push(name);
    if (isCovered(element)) covered.push(name);
  }
  document.activeElement.blur();
  return {
    title: document.title,
    headings: [...document.querySelectorAll("h1")].filter(isSeen).map((heading) => heading.textContent.trim()),
    overhang: document.documentElement.scrollWidth - innerWidth,
    ids: [...document.querySelectorAll("[id]")].map((element) => element.id).filter((id, index, all) => all.indexOf(id) !== index),
    words,
    dull,
    covered,
  };
}
