// An accessible combobox over a text input (ARIA 1.2 pattern: list autocomplete, manual
// selection), for what extends it: `ask(text, signal)` fetches the options, `label(option)` is the
// text that a choice writes, `hint(option)` what is said beside it, and `words` what is announced.

const DEBOUNCE_MS = 300;

export class Combobox {
  constructor(input, words) {
    this.input = input;
    this.words = words;
    this.options = [];
    this.active = -1;
    this.timer = 0;
    this.request = null;
    this.build();
    this.listen();
  }

  build() {
    const id = `${this.input.id || this.input.name}-${this.words.suffix}`;
    this.wrapper = document.createElement("div");
    this.wrapper.className = "cu-combobox";
    // Moving a field takes the focus off somebody who types already.
    const isFocused = document.activeElement === this.input;
    this.input.before(this.wrapper);
    this.wrapper.append(this.input);
    if (isFocused) this.input.focus();
    this.list = document.createElement("ul");
    this.list.id = id;
    this.list.className = "cu-combobox__list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.list);
    this.list.hidden = true;
    this.status = document.createElement("div");
    this.status.className = "fr-sr-only";
    this.status.setAttribute("role", "status");
    this.status.setAttribute("aria-live", "polite");
    this.wrapper.append(this.list, this.status);
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
      autocomplete: "off",
    };
    for (const [name, value] of Object.entries(attributes)) {
      this.input.setAttribute(name, value);
    }
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.forgetRadios();
      this.schedule();
    });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    // Keeps the focus in the input, so that the click is not lost to its blur.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.index));
    });
  }

  // The radio buttons of an ambiguous name are read before the text: a new text takes over.
  forgetRadios() {
    for (const radio of this.input.form?.querySelectorAll("input[type=radio]") ?? []) {
      if (radio.name === this.input.name) radio.checked = false;
    }
  }

  schedule() {
    window.clearTimeout(this.timer);
    this.request?.abort();
    const text = this.input.value.trim();
    if (text.length < this.words.minimum) {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => this.fetch(text), DEBOUNCE_MS);
  }

  async fetch(text) {
    this.request = new AbortController();
    try {
      const response = await this.ask(text, this.request.signal);
      if (!response.ok) throw new Error(String(response.status));
      this.show((await response.json()).results);
    } catch (error) {
      // Aborted, offline or refused: the plain text field goes on working.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(options) {
    this.options = options;
    this.active = -1;
    this.list.replaceChildren(...options.map((option, index) => this.option(option, index)));
    this.setExpanded(options.length > 0);
    this.status.textContent = this.announcement(options.length);
  }

  announcement(count) {
    if (count === 0) return this.words.none;
    const found = count === 1 ? this.words.one : `${count} ${this.words.several}`;
    return `${found}. Flèches haut et bas pour choisir, Entrée pour valider.`;
  }

  option(option, index) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.className = "cu-combobox__option";
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.index = String(index);
    const name = document.createElement("span");
    name.textContent = this.label(option);
    const hint = document.createElement("span");
    hint.className = "cu-combobox__hint";
    hint.textContent = this.hint(option);
    item.append(name, hint);
    return item;
  }

  onKey(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.schedule();
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  move(step) {
    const count = this.options.length;
    this.active = this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count;
    [...this.list.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === this.active));
    });
    const current = this.list.children[this.active];
    this.input.setAttribute("aria-activedescendant", current.id);
    current.scrollIntoView({ block: "nearest" });
  }

  choose(index) {
    const label = this.label(this.options[index]);
    this.input.value = label;
    this.close();
    this.status.textContent = `${label} choisie.`;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    window.clearTimeout(this.timer);
    this.request?.abort();
    this.active = -1;
    this.setExpanded(false);
    this.status.textContent = "";
  }

  setExpanded(expanded) {
    this.list.hidden = !expanded;
    this.input.setAttribute("aria-expanded", String(expanded));
    this.input.removeAttribute("aria-activedescendant");
  }
}
