// Comforts of the record page: print, copy the citation, read aloud, find words, and where in the text the reader is.
const swap = (button) => {
  const words = button.textContent;
  button.textContent = button.dataset.done;
  button.dataset.done = words;
};

document.querySelector("[data-print]").addEventListener("click", () => window.print());

const cite = document.querySelector("[data-cite]");
cite.addEventListener("click", async () => {
  await navigator.clipboard.writeText(document.querySelector(cite.dataset.cite).textContent);
  swap(cite);
  setTimeout(() => swap(cite), 2000);
});

const aloud = document.querySelector("[data-aloud]");
let reading = false;
const stop = () => {
  if (!reading) return;
  reading = false;
  speechSynthesis.cancel();
  swap(aloud);
};
if (!window.speechSynthesis) {
  aloud.remove();
} else {
  aloud.addEventListener("click", () => {
    if (reading) return stop();
    reading = true;
    swap(aloud);
    const blocks = document.querySelectorAll(".text > *");
    for (const [position, block] of blocks.entries()) {
      const words = new SpeechSynthesisUtterance(block.textContent);
      words.lang = "zh-CN";
      if (position === blocks.length - 1) words.onend = stop;
      speechSynthesis.speak(words);
    }
  });
  window.addEventListener("pagehide", stop);
}

const within = document.querySelector("[data-within]");
const rangesOf = (words) => {
  const ranges = [];
  const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
  while (words && walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.data.toLowerCase();
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      ranges.push(range);
    }
  }
  return ranges;
};
if (window.Highlight && CSS.highlights) {
  let ranges = [];
  let here = -1;
  const count = document.querySelector("[data-found]");
  const tell = () => {
    count.textContent = within.value.trim() ? `${here + 1} / ${ranges.length}` : "";
  };
  within.addEventListener("input", () => {
    ranges = rangesOf(within.value.trim().toLowerCase());
    here = -1;
    CSS.highlights.set("found", new Highlight(...ranges));
    CSS.highlights.delete("here");
    tell();
  });
  within.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !ranges.length) return;
    here = (here + (event.shiftKey ? ranges.length - 1 : 1)) % ranges.length;
    CSS.highlights.set("here", new Highlight(ranges[here]));
    ranges[here].startContainer.parentElement.scrollIntoView({ block: "center" });
    tell();
  });
} else {
  within.disabled = true;
}

const links = new Map([...document.querySelectorAll(".outline a")].map((link) => [link.hash.slice(1), link]));
let shown;
const watch = new IntersectionObserver(
  (entries) => {
    const first = entries.find((entry) => entry.isIntersecting);
    if (!first) return;
    shown?.removeAttribute("aria-current");
    shown = links.get(first.target.id);
    shown?.setAttribute("aria-current", "true");
  },
  { rootMargin: "0px 0px -70% 0px" },
);
for (const id of links.keys()) {
  const place = document.getElementById(id);
  if (place) watch.observe(place);
}
