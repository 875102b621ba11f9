// Comforts of the application: what is typed is kept in this window until it is filed, except what names a person.
const PERSONAL = /name|document|representative|telephone|address|email|agent|csrf/;
const form = document.querySelector("form[data-kept]");
if (form) {
  const key = form.dataset.kept;
  const held = JSON.parse(sessionStorage.getItem(key) || "{}");
  const fields = [...form.elements].filter((field) => field.name && !PERSONAL.test(field.name));
  for (const field of fields) {
    if (!(field.name in held) || form.querySelector(".errorlist")) continue;
    if (field.type === "radio") field.checked = field.value === held[field.name];
    else if (!field.value) field.value = held[field.name];
  }
  form.addEventListener("input", () => {
    const typed = fields.filter((field) => field.type !== "radio" || field.checked);
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(typed.map((field) => [field.name, field.value]))));
  });
  // What the browser can tell at once is told when a field is left, and not only when all is sent.
  form.addEventListener("focusout", (event) => event.target.value && event.target.checkValidity && event.target.reportValidity());
}
const filed = document.querySelector("[data-forget]");
if (filed) sessionStorage.removeItem(filed.dataset.forget);
document.querySelector("[data-print]")?.addEventListener("click", () => print());
