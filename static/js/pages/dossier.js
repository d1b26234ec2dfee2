// Which guides of a dossier were read: kept in this browser alone, at the reader's choice.
// Without this file, the dossier is a plain list.

const list = document.querySelector("[data-dossier]");
const KEY = `dossier-${list?.dataset.dossier}`;

function known() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY)) ?? []);
  } catch {
    return new Set();
  }
}

function keep(read) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...read]));
  } catch {
    // The browser keeps nothing: the marks last as long as the page.
  }
}

function show(read) {
  const items = [...list.querySelectorAll("[data-guide]")];
  const done = items.filter((item) => read.has(item.dataset.guide)).length;
  const place = document.querySelector("[data-dossier-progress]");
  place.hidden = false;
  document.querySelector("[data-dossier-note]").hidden = false;
  place.textContent = `${done} guide${done > 1 ? "s" : ""} lu${done > 1 ? "s" : ""} sur ${items.length}.`;
  for (const item of items) {
    const box = item.querySelector("input");
    box.checked = read.has(item.dataset.guide);
    item.querySelector("[data-read]").hidden = false;
  }
}

if (list) {
  const read = known();
  show(read);
  list.addEventListener("change", (event) => {
    const key = event.target.closest("[data-guide]").dataset.guide;
    if (event.target.checked) read.add(key);
    else read.delete(key);
    keep(read);
    show(read);
  });
}
