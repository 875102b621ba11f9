// Drawing boxes on a page: each becomes a line of the form, in percent of the page.
document.querySelectorAll("[data-mark]").forEach((sheet) => {
  const lines = document.querySelector("textarea[name=boxes]");
  if (!lines || lines.disabled || lines.closest("fieldset[disabled]")) return;
  const page = sheet.dataset.page;
  let start = null;
  let box = null;

  const place = (event) => {
    const edge = sheet.getBoundingClientRect();
    const share = (value, length) => Math.min(Math.max(value / length, 0), 1) * 100;
    return [share(event.clientX - edge.left, edge.width), share(event.clientY - edge.top, edge.height)];
  };
  const sides = (from, to) => [
    Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1]),
  ];
  const draw = (shown, [left, top, right, bottom]) => {
    shown.style.left = `${left}%`;
    shown.style.top = `${top}%`;
    shown.style.width = `${right - left}%`;
    shown.style.height = `${bottom - top}%`;
  };

  sheet.classList.add("drawable");
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    start = place(event);
    box = sheet.appendChild(document.createElement("i"));
  });
  sheet.addEventListener("pointermove", (event) => {
    if (start) draw(box, sides(start, place(event)));
  });
  sheet.addEventListener("pointercancel", () => {
    if (box) box.remove();
    start = box = null;
  });
  sheet.addEventListener("pointerup", (event) => {
    if (!start) return;
    const [left, top, right, bottom] = sides(start, place(event));
    start = null;
    if (right - left < 0.3 || bottom - top < 0.3) {
      box.remove();
      return;
    }
    const line = [page, ...[left, top, right, bottom].map((value) => value.toFixed(2))].join(" ");
    lines.value = lines.value.trim() ? `${lines.value.trim()}\n${line}` : line;
    lines.dispatchEvent(new Event("input", { bubbles: true }));
  });
});
