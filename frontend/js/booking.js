// Choosing a service fills in its length and its price; what was typed before is replaced, and can be typed again.
document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("select[data-service]")) return;
  const { minutes, price } = target.selectedOptions[0]?.dataset ?? {};
  if (minutes === undefined) return;
  target.form.elements.minutes.value = minutes;
  target.form.elements.price.value = price;
});
