// Shows the lines of the register as one types, under the same field. Without this module the
// form sends itself and the server shows the same list.

import { typeset } from "../typography.js";

const DEBOUNCE_MS = 250;
const MIN_LENGTH = 2;

class RegisterSearch {
  constructor(form, results) {
    this.form = form;
    this.results = results;
    this.timer = 0;
    this.request = null;
    form.elements.q.addEventListener("input", () => this.schedule());
  }

  schedule() {
    window.clearTimeout(this.timer);
    this.request?.abort();
    if (this.form.elements.q.value.trim().length < MIN_LENGTH) {
      this.results.replaceChildren();
      return;
    }
    this.timer = window.setTimeout(() => this.fetch(), DEBOUNCE_MS);
  }

  async fetch() {
    this.request = new AbortController();
    const query = new URLSearchParams(new FormData(this.form));
    try {
      const address = `${this.form.dataset.registerSearch}?${query}`;
      const response = await window.fetch(address, { signal: this.request.signal });
      if (!response.ok) throw new Error(String(response.status));
      this.show((await response.json()).results);
    } catch (error) {
      // Aborted, offline or refused: the button still sends the form.
      if (error.name !== "AbortError") this.results.replaceChildren();
    }
  }

  show(rows) {
    const count = document.createElement("p");
    count.className = "cu-meta";
    count.textContent = this.announcement(rows.length);
    const list = document.createElement("ul");
    list.className = "cp-results";
    list.append(...rows.map((row) => this.line(row)));
    this.results.replaceChildren(count, ...(rows.length ? [list] : []));
  }

  announcement(count) {
    if (count === 0) return typeset("Aucune copropriété pour l’instant : continuez à écrire.");
    return count === 1 ? "1 copropriété proposée" : `${count} copropriétés proposées`;
  }

  line(row) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "cp-results__link";
    link.href = row.url;
    link.textContent = typeset(row.name);
    const facts = [row.lots ? `${row.lots} lots` : "", row.period, row.number];
    item.append(link, this.facts(row.address), this.facts(facts.filter(Boolean).join(" · ")));
    return item;
  }

  facts(text) {
    const span = document.createElement("span");
    span.className = "cp-results__facts";
    span.textContent = text;
    return span;
  }
}

const form = document.querySelector("form[data-register-search]");
const results = document.querySelector("[data-register-results]");
if (form && results) new RegisterSearch(form, results);
