{% load static %}// Keeps the public pages a reader has opened, so that they can be read without a network. Nothing else is kept:
// no form, no search, nothing of the console and nothing that its answer forbids to store.
const KEPT = "kept-1";
const MOST = 100;
const SHELL = [
  "/offline", "/en/offline",
  "{% static 'portal/base.css' %}", "{% static 'portal/layout.css' %}", "{% static 'portal/parts.css' %}",
  "{% static 'portal/mark.svg' %}", "{% static 'portal/portal.js' %}", "{% static 'portal/offline-list.js' %}",
];
const PAGES = /^(\/en)?\/((info|lists|organs|disclosure|overview|rules)(\/.*)?)?$/;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(SHELL)).then(() => skipWaiting()));
});
addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => clients.claim()));
});

const keep = async (request, answer) => {
  if (!answer.ok || (answer.headers.get("cache-control") || "").includes("no-store")) return;
  const kept = await caches.open(KEPT);
  await kept.put(request, answer);
  const pages = (await kept.keys()).filter((one) => !SHELL.includes(new URL(one.url).pathname));
  await Promise.all(pages.slice(0, Math.max(0, pages.length - MOST)).map((one) => kept.delete(one)));
};
const page = async (event, path) => {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keep(event.request, answer.clone()));
    return answer;
  } catch {
    const held = await caches.match(event.request, { ignoreSearch: true });
    return held || caches.match(path.startsWith("/en") ? "/en/offline" : "/offline");
  }
};
const part = async (event) => {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keep(event.request, answer.clone()));
    return answer;
  } catch {
    return (await caches.match(event.request)) || Response.error();
  }
};

addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate" && PAGES.test(pathname)) event.respondWith(page(event, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(part(event));
});
