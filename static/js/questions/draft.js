// Keeps on the server what is typed in a form marked `data-draft`, a little after each change.
// Without this module the button « Garder pour plus tard » does the same by hand.

import { typeset } from "../typography.js";

const WAIT_MS = 2000;
const EVERY_MS = 5000;
const RETRY_MS = 20_000;

class DraftKeeper {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-draft-status]");
    this.kept = this.typed();
    this.last = 0;
    this.busy = false;
    form.addEventListener("input", () => this.plan());
    form.addEventListener("change", () => this.plan());
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.keep({ leaving: true });
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.stopped = false;
    });
  }

  field(name) {
    return this.form.querySelector(`[name=${name}]`);
  }

  // Files are sent with the form only, never while one types.
  sent() {
    const data = new FormData(this.form);
    for (const name of new Set(data.keys())) {
      if (data.getAll(name).some((value) => typeof value !== "string")) data.delete(name);
    }
    const about = this.form.dataset.draftAbout;
    if (about) data.set("reponse_a", about);
    return data;
  }

  typed() {
    const data = this.sent();
    for (const name of ["draft", "draft_version", "csrfmiddlewaretoken"]) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  plan(wait = WAIT_MS) {
    clearTimeout(this.timer);
    const since = Date.now() - this.last;
    this.timer = setTimeout(() => this.keep(), Math.max(wait, EVERY_MS - since));
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  async keep({ leaving = false } = {}) {
    const now = this.typed();
    if (this.stopped || now === this.kept) return;
    if (this.busy) return this.plan();
    clearTimeout(this.timer);
    this.busy = true;
    this.last = Date.now();
    try {
      const response = await fetch(this.form.dataset.draft, {
        method: "POST",
        body: this.sent(),
        headers: { Accept: "application/json" },
        keepalive: leaving,
      });
      await this.read(response, now);
    } catch {
      this.say(typeset("Votre brouillon n’est pas gardé pour le moment : la connexion est coupée."));
      this.plan(RETRY_MS);
    } finally {
      this.busy = false;
    }
  }

  async read(response, now) {
    if (response.ok) {
      const { draft, version, apart } = await response.json();
      this.kept = now;
      this.field("draft").value = draft ?? "";
      this.field("draft_version").value = version ?? "";
      this.say(draft ? this.success(apart) : "");
    } else if (response.status === 403) {
      this.stop();
      this.say(typeset("Votre session a changé : ce texte n’est plus gardé à mesure. Envoyez-le, il ne sera pas perdu."));
    } else if (response.status === 409) {
      this.kept = now;
      this.say(typeset((await response.json()).message));
    } else {
      this.plan(RETRY_MS);
    }
  }

  success(apart) {
    const time = new Date();
    const minutes = time.getMinutes() ? `\u00a0${String(time.getMinutes()).padStart(2, "0")}` : "";
    const hour = `${time.getHours()}\u00a0h${minutes}`;
    if (apart) this.apart = true;
    const other = typeset("Ce texte a aussi été modifié dans un autre onglet ou sur un autre appareil : les deux sont gardés dans « Mes brouillons ». ");
    return `${this.apart ? other : ""}Brouillon gardé à ${hour}`;
  }

  // Told again only when the words change: once a minute at most.
  say(text) {
    if (this.said && this.said.textContent !== text) this.said.textContent = text;
  }
}

document.querySelectorAll("form[data-draft]").forEach((form) => new DraftKeeper(form));
