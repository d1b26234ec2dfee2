// Keys for people who decide many cases: a letter goes to a button of the bar, Enter presses it.
// Never while typing, never with another key held, and one may turn them off (WCAG 2.1.4).
const NAME = "moderation-shortcuts";
const bar = document.querySelector("[data-keys]");

function read() {
  try {
    return localStorage.getItem(NAME) !== "off";
  } catch {
    return true;
  }
}

function write(isOn) {
  try {
    localStorage.setItem(NAME, isOn ? "on" : "off");
  } catch {
    // Kept for this page only.
  }
}

function isTyping(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

if (bar) {
  const box = bar.querySelector("[data-switch]");
  const show = () => {
    for (const hint of document.querySelectorAll("[data-hint]")) hint.hidden = !box.checked;
  };
  box.checked = read();
  bar.hidden = false;
  show();
  box.addEventListener("change", () => {
    write(box.checked);
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    if (isTyping(event.target)) return;
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (wanted) {
      event.preventDefault();
      wanted.focus();
    }
  });
}
