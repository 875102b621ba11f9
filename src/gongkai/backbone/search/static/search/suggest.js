// A comfort only: offers titles while one types. Without it the field is a plain one.
const field = document.querySelector("#words");
const list = document.querySelector("#titles");
let waiting = 0;

const offer = async () => {
  const typed = field.value.trim();
  if (typed.length < 2) return;
  const answer = await fetch(`/api/v1/search/suggestions?q=${encodeURIComponent(typed)}`);
  if (!answer.ok || typed !== field.value.trim()) return;
  const { titles } = await answer.json();
  list.replaceChildren(...titles.map((title) => Object.assign(document.createElement("option"), { value: title })));
};

field?.addEventListener("input", (event) => {
  clearTimeout(waiting);
  if (!event.isComposing) waiting = setTimeout(offer, 200);
});
