// Comforts of the reading desk: j and k go from one thing to be looked at to the next, and its words come into view.
const typing = (target) => target.closest("input:not([type=hidden]), textarea, select");
const stops = () => Array.from(document.querySelectorAll(".findings .open button"));
let lit = null;

const show = (name) => {
  if (lit) lit.classList.remove("lit");
  lit = name ? document.getElementById(name) : null;
  if (!lit) return;
  lit.classList.add("lit");
  lit.scrollIntoView({ block: "center", inline: "nearest" });
};

document.addEventListener("focusin", (event) => {
  const place = event.target.closest("[data-at]");
  if (place) show(place.dataset.at);
});

window.addEventListener("hashchange", () => {
  const name = decodeURIComponent(location.hash.slice(1));
  if (document.querySelector(".original")?.contains(document.getElementById(name))) show(name);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key !== "j" && event.key !== "k") return;
  const all = stops();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement);
  const next = event.key === "j" ? Math.min(now + 1, all.length - 1) : Math.max(now - 1, 0);
  all[next].focus();
  event.preventDefault();
});

// After one was settled the next is at hand.
if (location.hash === "#findings" && stops().length) stops()[0].focus({ preventScroll: true });
