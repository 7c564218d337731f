// Runs before the first paint: the device's choice of light or dark, unless the user has made one.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const apply = () => root.classList.toggle("dark", root.dataset.theme === "dark" || (root.dataset.theme === "system" && dark.matches));
apply();
dark.addEventListener("change", apply);
