// Proposes addresses as one types in an input marked `data-address-field`. Our server asks for them:
// the text leaves in the body of a request, so that no address bar nor journal keeps it. Without
// this module, or when nothing answers, the input stays a plain text field.

import { Combobox } from "../territoires/combobox.js";

const WORDS = {
  suffix: "adresses",
  minimum: 4,
  list: "Adresses proposées",
  none: "Aucune proposition. Écrivez l’adresse en entier.",
  one: "1 adresse proposée",
  several: "adresses proposées",
};

class AddressCombobox extends Combobox {
  ask(text, signal) {
    return window.fetch(this.input.dataset.addressField, {
      method: "POST",
      body: new URLSearchParams({ q: text }),
      signal,
    });
  }

  label({ label }) {
    return label;
  }

  hint({ hint }) {
    return hint;
  }
}

document.querySelectorAll("input[data-address-field]").forEach((input) => {
  new AddressCombobox(input, WORDS);
});
