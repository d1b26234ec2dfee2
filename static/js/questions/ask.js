// Extras of the ask page: similar questions while one types, examples of one's stage.
// Without this module the page works the same; nothing here ever blocks sending.

import { typeset } from "../typography.js";

const form = document.getElementById("poser");
const title = form?.querySelector("[name=title]");
const place = document.getElementById("proches");
const stage = form?.querySelector("[name=stage]");
const WAIT_MS = 400;
const MIN_CHARACTERS = 8;
// Whose examples are shown until a stage is chosen; without JavaScript all are.
const FIRST_STAGE = "idee";

let timer;
let latest = 0;

function show(results) {
  place.replaceChildren();
  if (results.length === 0) return;
  const lead = document.createElement("p");
  lead.className = "fr-text--bold fr-mb-1v";
  lead.textContent = typeset("Peut-être a-t-on déjà répondu :");
  const list = document.createElement("ul");
  for (const { title: text, url, answers } of results) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener";
    link.title = `${text} - nouvelle fenêtre`;
    link.textContent = typeset(text);
    item.append(link, ` (${answers === 0 ? "pas encore de réponse" : `${answers} réponse${answers > 1 ? "s" : ""}`})`);
    list.append(item);
  }
  place.append(lead, list);
}

async function look() {
  const query = title.value.trim();
  const turn = ++latest;
  if (query.length < MIN_CHARACTERS) return show([]);
  try {
    const address = `${form.dataset.similar}?${new URLSearchParams({ q: query.slice(0, 150) })}`;
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.ok && turn === latest) show((await response.json()).results);
  } catch {
    // Offline or busy: the help is absent, the form still works.
  }
}

function showExamples() {
  for (const block of document.querySelectorAll(".cu-examples [data-stage]")) {
    block.hidden = block.dataset.stage !== (stage.value || FIRST_STAGE);
  }
}

if (title && place) {
  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  });
}
if (stage) {
  stage.addEventListener("change", showExamples);
  showExamples();
}
