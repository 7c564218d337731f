// Buttons that take the text of an element along: copied, saved as a file, printed with the page.
const text = (id) => {
  const box = document.getElementById(id);
  return (box.children.length ? [...box.children] : [box]).map((line) => line.textContent.trim()).join("\n");
};

const download = (name, content) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${content}\n`], { type: "text/plain" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-download], [data-print]");
  if (!button) return;
  const { copy, download: saved, name, done } = button.dataset;
  if (saved) download(name, text(saved));
  else if (copy) {
    try {
      await navigator.clipboard.writeText(text(copy));
      button.lastChild.textContent = done;
    } catch {
      getSelection().selectAllChildren(document.getElementById(copy)); // the browser keeps us out: a keystroke copies it
    }
  } else print();
});
