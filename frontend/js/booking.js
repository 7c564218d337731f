// Choosing a service fills in its length and its price; what was typed before is replaced, and can be typed again.
document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("select[data-service]")) return;
  const { minutes, price } = target.selectedOptions[0]?.dataset ?? {};
  if (minutes === undefined) return;
  target.form.elements.minutes.value = minutes;
  target.form.elements.price.value = price;
});

// „Beim Klienten“ can be chosen while somebody who comes has an address; the server asks again.
document.addEventListener("change", ({ target }) => {
  if (target.name !== "clients") return;
  const coming = [...target.form.querySelectorAll("[name=clients]:checked")];
  const may = !coming.length || coming.some((box) => "address" in box.dataset);
  for (const home of target.form.querySelectorAll("[data-places] [data-home]")) {
    home.disabled = !may;
    if (!may && home.selected) home.parentElement.value = "";
  }
});
