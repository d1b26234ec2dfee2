// The definition of a word opens over the page: by a click, a touch or the keyboard, and when a mouse
// stays on it. Without this script the word is a link to the page of all words.

const WAIT_MS = 250;
let waiting;

for (const definition of document.querySelectorAll(".cu-word__told")) {
  const name = definition.previousElementSibling;
  name.setAttribute("role", "button");
  name.setAttribute("aria-expanded", "false");
  definition.addEventListener("toggle", (event) => name.setAttribute("aria-expanded", event.newState === "open"));
}

function open(definition) {
  if (!definition.matches(":popover-open")) definition.showPopover({ source: definition.previousElementSibling });
}

function openFromName(event) {
  const name = event.target.closest?.(".cu-word__name");
  if (!name || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  clearTimeout(waiting);
  open(name.nextElementSibling);
}

document.addEventListener("click", openFromName);
// What says it is a button answers to the space bar too.
document.addEventListener("keydown", (event) => {
  if (event.key === " ") openFromName(event);
});

function told(event) {
  if (event.pointerType !== "mouse") return null;
  return event.target.closest?.(".cu-word")?.querySelector("[popover]") ?? null;
}

document.addEventListener("pointerover", (event) => {
  const definition = told(event);
  if (!definition) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => open(definition), WAIT_MS);
});

document.addEventListener("pointerout", (event) => {
  const definition = told(event);
  if (!definition || definition.parentElement.contains(event.relatedTarget)) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (!definition.contains(document.activeElement)) definition.hidePopover();
  }, WAIT_MS);
});
