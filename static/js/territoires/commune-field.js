// Turns a text input marked `data-commune-field` into an accessible combobox. Without this module
// the input stays a plain text field that the server understands just as well.

import { Combobox } from "./combobox.js";

const WORDS = {
  suffix: "communes",
  minimum: 2,
  list: "Communes proposées",
  none: "Aucune commune trouvée.",
  one: "1 commune proposée",
  several: "communes proposées",
};

class CommuneCombobox extends Combobox {
  ask(text, signal) {
    return window.fetch(`${this.input.dataset.communeUrl}?${new URLSearchParams({ q: text })}`, { signal });
  }

  label(commune) {
    return `${commune.name} (${commune.departement})`;
  }

  hint(commune) {
    const all = commune.postcodes.split(" ").filter(Boolean);
    return all.slice(0, 2).join(", ") + (all.length > 2 ? "…" : "");
  }
}

document.querySelectorAll("input[data-commune-field]").forEach((input) => {
  new CommuneCombobox(input, WORDS);
});
