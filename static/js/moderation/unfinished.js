// Leaving a decision half written is asked twice; only when something was typed.
const form = document.querySelector("[data-unfinished]");

if (form) {
  let isTyped = false;
  const warn = (event) => {
    if (isTyped) event.preventDefault();
  };
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea, input[type=text], input:not([type])")) isTyped = true;
  });
  form.addEventListener("submit", () => {
    isTyped = false;
  });
  window.addEventListener("beforeunload", warn);
}
