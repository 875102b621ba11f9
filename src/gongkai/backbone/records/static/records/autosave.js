// What is typed is remembered after a pause; while the page is looked at, the record stays with the person.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-said]");
  let waiting = 0;
  let missed = false;

  const tell = async (address, body) => {
    const answer = await fetch(address, { method: "POST", body }).catch(() => null);
    const json = answer && (answer.headers.get("content-type") || "").startsWith("application/json");
    missed = !(json && answer.ok);
    said.textContent = json ? (await answer.json()).said : form.dataset.unsaid;
    said.classList.toggle("lacking", missed);
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { waiting = 0; tell(form.dataset.autosave, new FormData(form)); }, 1500);
  });
  form.addEventListener("submit", () => { clearTimeout(waiting); waiting = 0; missed = false; });
  window.addEventListener("beforeunload", (event) => { if (waiting || missed) event.preventDefault(); });
  if (form.hasAttribute("data-renew")) {
    setInterval(() => {
      if (document.visibilityState === "visible" && !waiting) {
        const body = new FormData();
        body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        tell(`${form.dataset.autosave}?renew`, body);
      }
    }, 60000);
  }
}
