// Names of the people of a thread, proposed after « @ » in the texts of a form marked
// `data-mentions`. Without this module a name typed exactly is recognised all the same.

import { Combobox } from "../territoires/combobox.js";

const DEBOUNCE_MS = 200;
// What is typed of a name, up to the caret: three words at most, on one line.
const TYPED = /(?:^|[^\p{L}\p{N}@./-])@((?:[^\s@]+ ?){0,3})$/u;
const WORDS = {
  suffix: "personnes",
  list: "Personnes de la discussion",
  none: "",
  one: "Une personne",
  several: "personnes",
};

class Mentions extends Combobox {
  constructor(field, address) {
    super(field, WORDS);
    this.address = address;
  }

  // A text of several lines stays one for screen readers: its list is only announced.
  build() {
    super.build();
    this.input.removeAttribute("role");
    this.input.removeAttribute("aria-expanded");
    this.input.removeAttribute("autocomplete");
  }

  setExpanded(expanded) {
    super.setExpanded(expanded);
    this.input.removeAttribute("aria-expanded");
  }

  typed() {
    const { value, selectionStart, selectionEnd } = this.input;
    if (selectionStart !== selectionEnd) return null;
    return value.slice(0, selectionStart).match(TYPED)?.[1] ?? null;
  }

  schedule() {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.typed();
    if (typed === null) this.close();
    else this.timer = setTimeout(() => this.fetch(typed.trim()), DEBOUNCE_MS);
  }

  ask(typed, signal) {
    return fetch(`${this.address}?${new URLSearchParams({ q: typed })}`, { signal });
  }

  label(person) {
    return person.name;
  }

  hint(person) {
    return person.badge;
  }

  // The arrows move in the text, unless names are shown.
  onKey(event) {
    if (!this.list.hidden) super.onKey(event);
  }

  choose(index) {
    const typed = this.typed();
    if (typed === null) return;
    const { name } = this.options[index];
    const caret = this.input.selectionStart;
    this.input.setRangeText(`${name} `, caret - typed.length, caret, "end");
    this.close();
    this.status.textContent = name;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

for (const form of document.querySelectorAll("[data-mentions]")) {
  for (const field of form.querySelectorAll("textarea")) new Mentions(field, form.dataset.mentions);
}
