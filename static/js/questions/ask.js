// Extras of the ask page: similar questions and guides while one types, examples of one's stage.
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

function group(lead, items, after) {
  if (items.length === 0) return;
  const said = document.createElement("p");
  said.className = "fr-text--bold fr-mb-1v";
  said.textContent = typeset(lead);
  const list = document.createElement("ul");
  for (const found of items) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = found.url;
    link.target = "_blank";
    link.rel = "noopener";
    link.title = `${found.title} - nouvelle fenêtre`;
    link.textContent = typeset(found.title);
    item.append(link, after(found));
    list.append(item);
  }
  place.append(said, list);
}

function answered({ answers }) {
  if (answers === 0) return " (pas encore de réponse)";
  return ` (${answers} réponse${answers > 1 ? "s" : ""})`;
}

function show({ results, guides }) {
  place.replaceChildren();
  group("Peut-être a-t-on déjà répondu :", results, answered);
  group("Des guides à lire :", guides, () => "");
}

async function look() {
  const query = title.value.trim();
  const turn = ++latest;
  if (query.length < MIN_CHARACTERS) return show({ results: [], guides: [] });
  try {
    const address = `${form.dataset.similar}?${new URLSearchParams({ q: query.slice(0, 150) })}`;
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.ok && turn === latest) show(await response.json());
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
