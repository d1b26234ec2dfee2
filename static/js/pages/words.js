// The definition of a word opens when a mouse stays on it, and closes when it leaves. The browser
// alone opens it by keyboard and touch, and closes it with Escape.

const WAIT_MS = 250;
let waiting;

function told(event) {
  if (event.pointerType !== "mouse") return null;
  return event.target.closest?.(".cu-word")?.querySelector("[popover]") ?? null;
}

document.addEventListener("pointerover", (event) => {
  const definition = told(event);
  if (!definition) return;
  clearTimeout(waiting);
  if (definition.matches(":popover-open")) return;
  waiting = setTimeout(() => definition.showPopover({ source: definition.previousElementSibling }), WAIT_MS);
});

document.addEventListener("pointerout", (event) => {
  const definition = told(event);
  if (!definition || definition.parentElement.contains(event.relatedTarget)) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (!definition.contains(document.activeElement)) definition.hidePopover();
  }, WAIT_MS);
});
