// A menu that is fetched when somebody asks for it ([data-menu]) takes the place of its button, opens, and has the focus.
// Loaded after components.js, which makes the new node a menu, and before focus.js, which would find the focus lost.
document.addEventListener("htmx:after:swap", (event) => {
  const menu = event.detail.ctx.sourceElement; // by now the node that has taken the button's place
  if (!menu?.matches?.(".dropdown-menu")) return;
  menu.querySelector("button").focus();
  menu.open("first");
});
// Until then it is a link, so that it leads to a page without this script; as a button it hears the space bar as well.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.("[data-menu]")) return;
  event.preventDefault();
  event.target.click();
});
