// Proposes five contents while one types in a search field. Choosing one opens it; Enter without a
// choice searches, as the plain field does.

import { Combobox } from "../territoires/combobox.js";
import { typeset } from "../typography.js";

const WORDS = {
  suffix: "suggestions",
  minimum: 2,
  list: "Contenus proposés",
  none: typeset("Rien à proposer : Entrée pour chercher."),
  one: "1 contenu proposé",
  several: "contenus proposés",
};

export class SearchCombobox extends Combobox {
  constructor(input) {
    super(input, WORDS);
  }

  ask(text, signal) {
    const url = `${this.input.dataset.searchField}?${new URLSearchParams({ q: text })}`;
    return window.fetch(url, { signal });
  }

  label(found) {
    return found.title;
  }

  hint(found) {
    return found.kind;
  }

  choose(index) {
    window.location.assign(this.options[index].url);
  }
}
