// Comforts only: every page works without them. It runs before the first paint, so that nothing moves.
const root = document.documentElement;
const wantsLarge = () => localStorage.getItem("large-print") === "1";
const apply = () => root.classList.toggle("large-print", wantsLarge());

root.classList.add("script");
apply();
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-large]");
  // The console keeps the choice but has no button for it.
  if (!button) return;
  const show = () => button.setAttribute("aria-pressed", String(wantsLarge()));
  button.addEventListener("click", () => {
    localStorage.setItem("large-print", wantsLarge() ? "0" : "1");
    apply();
    show();
  });
  show();
});
