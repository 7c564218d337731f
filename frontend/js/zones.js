// The free times of the public pages: the zone of the device is offered where it is another one than the one shown.
const select = document.querySelector("[data-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const option = select && [...select.options].find((each) => each.value === zone);
if (option && !option.selected) {
  const button = document.createElement("button");
  button.type = "submit";
  button.className = "btn h-auto basis-full justify-start text-left whitespace-normal";
  button.dataset.variant = "link";
  button.textContent = select.dataset.offer.replace("{zone}", option.textContent);
  button.addEventListener("click", () => {
    select.value = zone;
  });
  select.form.append(button);
}
