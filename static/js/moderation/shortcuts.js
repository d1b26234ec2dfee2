// Keys for people who decide many cases: a letter goes to a button of the bar, a figure chooses the
// reason, Enter presses the button. What is selected in the text is the passage quoted.
// Never while typing, never with another key held, and one may turn them off (WCAG 2.1.4).
const NAME = "moderation-shortcuts";
const bar = document.querySelector("[data-keys]");
const said = document.querySelector("[data-said]");
const passage = document.querySelector("[name=passage]");
const reasons = [...document.querySelectorAll("[data-reason] input")];

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

function isQuotable(node) {
  const element = node instanceof Element ? node : node?.parentElement;
  return Boolean(element?.closest("[data-quotable]"));
}

// The words selected in the text go to the field of the passage.
function quote() {
  const selection = document.getSelection();
  if (!passage || !selection || selection.isCollapsed) return;
  if (!isQuotable(selection.anchorNode) && !isQuotable(selection.focusNode)) return;
  const words = selection.toString().trim();
  if (!words || words === passage.value) return;
  passage.value = words;
  passage.dispatchEvent(new Event("input", { bubbles: true }));
}

// What would be sent, beside the buttons: the reason and the passage are further down.
function say() {
  const chosen = reasons.find((one) => one.checked);
  const parts = [];
  if (chosen) parts.push(chosen.labels[0].dataset.words);
  if (passage?.value.trim()) parts.push(`«\u00a0${passage.value.trim()}\u00a0»`);
  said.textContent = parts.join(" · ");
}

if (said && passage) {
  for (const one of reasons) one.labels[0].dataset.words = one.labels[0].textContent.trim();
  document.querySelector("[data-quotes]")?.addEventListener("pointerdown", quote);
  document.querySelector("#decider").addEventListener("input", say);
  say();
}

if (bar) {
  const box = bar.querySelector("[data-switch]");
  reasons.slice(0, 9).forEach((one, place) => {
    const hint = document.createElement("kbd");
    hint.textContent = place + 1;
    hint.dataset.hint = "";
    one.dataset.key = place + 1;
    one.labels[0].append(hint);
  });
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
    // The row of figures says its figures on a French keyboard too, without the shift key.
    const figure = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const pressed = figure ?? event.key.toLowerCase();
    const wanted = document.querySelector(`[data-key="${CSS.escape(pressed)}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("[data-reason] input")) {
      wanted.click();
      return;
    }
    if (wanted.matches("[data-quotes]")) quote();
    wanted.focus();
  });
}
