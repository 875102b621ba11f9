// Comforts of taking files in: dropping, how far the sending is, and looking by itself whether they were read.
const form = document.querySelector("[data-drop]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const show = () => {
    chosen.replaceChildren(...Array.from(input.files, (file) => {
      const line = document.createElement("li");
      line.textContent = file.name;
      return line;
    }));
    chosen.hidden = input.files.length === 0;
  };
  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
  });
  // One request for each file: fifty of them together may be larger than a request is allowed to be.
  const send = (file, told) => new Promise((done) => {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "batch", "organ"]) body.append(name, form.elements[name].value);
    body.append("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", location.href);
    request.setRequestHeader("accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => told(event.loaded));
    request.addEventListener("loadend", () => done(request.response || {}));
    request.send(body);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = Array.from(input.files);
    const total = files.reduce((sum, file) => sum + file.size, 1);
    const sending = form.querySelector("[data-sending]");
    const unsent = form.querySelector("[data-unsent]");
    const button = form.querySelector("button");
    let address = "";
    let sent = 0;
    unsent.replaceChildren();
    sending.hidden = false;
    button.disabled = true;
    for (const file of files) {
      const answer = await send(file, (loaded) => { sending.querySelector("progress").value = (100 * (sent + loaded)) / total; });
      sent += file.size;
      if (answer.batch) { address = answer.batch; continue; }
      const line = document.createElement("li");
      line.textContent = `${file.name} ${answer.said || unsent.dataset.words}`;
      unsent.append(line);
    }
    unsent.hidden = !unsent.children.length;
    sending.hidden = true;
    button.disabled = false;
    if (address && unsent.hidden) location.href = address;
  });
}

const batch = document.querySelector("[data-progress]");
if (batch) {
  const look = async () => {
    const answer = await fetch(batch.dataset.progress).catch(() => null);
    if (answer && answer.redirected) { location.reload(); return; }
    const progress = answer && answer.ok ? await answer.json() : null;
    const done = progress ? progress.read + progress.failed : -1;
    if (progress && done === progress.total) { location.reload(); return; }
    if (progress && String(done) !== batch.dataset.done) {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const fresh = page.getElementById("batch");
      if (fresh) { batch.replaceChildren(...fresh.childNodes); batch.dataset.done = String(done); }
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 500);
}
