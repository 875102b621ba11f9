// On the page for readers without a network: the pages that were kept, the newest first.
const list = document.querySelector("[data-kept]");
const show = async () => {
  const kept = await caches.open("kept-1");
  for (const request of (await kept.keys()).reverse()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/static/") || pathname.endsWith("/offline")) continue;
    const markup = await (await kept.match(request)).text();
    const link = document.createElement("a");
    link.href = pathname;
    link.textContent = new DOMParser().parseFromString(markup, "text/html").title;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  document.querySelector("[data-none]").hidden = list.childElementCount > 0;
};
if ("caches" in window) show();
