// Extras of the ask page: similar questions and guides while one types, tags proposed, examples of one's stage.
// Without this module the page works the same; nothing here ever blocks sending.

import { typeset } from "../typography.js";

const form = document.getElementById("poser");
const title = form?.querySelector("[name=title]");
const place = document.getElementById("proches");
const stage = form?.querySelector("[name=stage]");
const tagsField = form?.querySelector("[name=tags]");
const proposed = form?.querySelector("[data-tags]");
const WAIT_MS = 400;
const MIN_CHARACTERS = 8;
// Whose examples are shown until a stage is chosen. The page marks them already (`data-chosen`) and
// the style sheet hides the others, so that nothing moves when this module comes. Without
// JavaScript all are shown.
const FIRST_STAGE = "idee";

let timer;
let latest = 0;

function group(lead, items, after) {
  if (items.length === 0) return;
  const said = document.createElement("p");
  said.className = "fr-text--bold fr-mb-1v";
  said.textContent = lead;
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

function show({ results, guides, tags }) {
  place.replaceChildren();
  group(typeset("Peut-être a-t-on déjà répondu :"), results, answered);
  group(typeset("Des guides à lire :"), guides, () => "");
  propose(tags);
}

function chosenTags() {
  return tagsField.value.split(",").map((one) => one.trim()).filter(Boolean);
}

// Buttons that write a tag in the field, or take it out; the field says which are chosen.
function propose(tags) {
  if (!tagsField || !proposed) return;
  const list = proposed.querySelector("ul");
  list.replaceChildren();
  proposed.hidden = tags.length === 0;
  for (const name of tags) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fr-tag fr-tag--sm";
    button.textContent = name;
    button.setAttribute("aria-pressed", String(chosenTags().includes(name)));
    button.addEventListener("click", () => {
      const chosen = chosenTags();
      const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
      tagsField.value = next.join(", ");
      // The design system turns over what is pressed, too: the field has the last word.
      setTimeout(() => button.setAttribute("aria-pressed", String(next.includes(name))));
      tagsField.dispatchEvent(new Event("input", { bubbles: true }));
    });
    item.append(button);
    list.append(item);
  }
}

async function look() {
  const query = title.value.trim();
  const turn = ++latest;
  if (query.length < MIN_CHARACTERS) return show({ results: [], guides: [], tags: [] });
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
    block.toggleAttribute("data-chosen", block.dataset.stage === (stage.value || FIRST_STAGE));
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
