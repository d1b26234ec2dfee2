// Takes whoever writes to what was found in their text: the field opens with those words selected.
for (const button of document.querySelectorAll("[data-found]")) {
  const field = document.getElementById(button.dataset.found);
  const words = button.closest("p").querySelector("mark").textContent;
  if (!field || !field.value.includes(words)) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const start = field.value.indexOf(words);
    if (start < 0) return;
    field.focus();
    field.setSelectionRange(start, start + words.length);
  });
}
