// Keys for people who decide many cases: Alt + Shift + a letter, so that typing is never hijacked.
const form = document.querySelector("[data-case] form:has([name=kind])");
const keys = document.querySelector("[data-keys]");

function choose(value) {
  const radio = form.querySelector(`input[name="kind"][value="${value}"]`);
  if (radio) {
    radio.checked = true;
    radio.focus();
  }
}

const actions = {
  KeyL: () => choose("garder"),
  KeyM: () => choose("masquer"),
  KeyV: () => form.querySelector("[data-submit]").focus(),
};

if (form && keys) {
  keys.hidden = false;
  document.addEventListener("keydown", (event) => {
    const action = event.altKey && event.shiftKey && !event.ctrlKey && actions[event.code];
    if (action) {
      event.preventDefault();
      action();
    }
  });
}
