// Gives its suggestions to a search field marked `data-search-field`. They are fetched when somebody
// goes to the field: the header has one on every page, and most pages are read without it.

async function suggest(input) {
  const { SearchCombobox } = await import("./search-combobox.js");
  return new SearchCombobox(input);
}

document.querySelectorAll("input[data-search-field]").forEach((input) => {
  if (document.activeElement === input) suggest(input);
  else input.addEventListener("focus", () => suggest(input), { once: true });
});
