// Comforts only: every page works without them. It runs before the first paint, so that nothing moves.
const root = document.documentElement;
const modes = ["large-print", "high-contrast"];
const wants = (mode) => localStorage.getItem(mode) === "1";
const apply = () => modes.forEach((mode) => root.classList.toggle(mode, wants(mode)));

root.classList.add("script");
apply();
document.addEventListener("DOMContentLoaded", () => {
  // The console keeps the choices but has no buttons for them.
  for (const button of document.querySelectorAll("[data-mode]")) {
    const { mode } = button.dataset;
    const show = () => button.setAttribute("aria-pressed", String(wants(mode)));
    button.addEventListener("click", () => {
      localStorage.setItem(mode, wants(mode) ? "0" : "1");
      apply();
      show();
    });
    show();
  }
});
// What was read can be read again without a network; see offline.js.
if ("serviceWorker" in navigator && !location.pathname.startsWith("/console")) {
  addEventListener("load", () => navigator.serviceWorker.register("/offline.js"));
}
