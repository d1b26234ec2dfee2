// A thread that one reads: keeps how far, tells new answers, shares its address.
// Without this module, « Marquer comme lu » and « Envoyer par courriel » do the same by hand.

import { typeset } from "../typography.js";

const READ_AFTER_MS = 4000;
const NEWS_EVERY_MS = 60_000;

/** Says that one read, once the page was in sight for a while. */
function markRead(form) {
  let timer;
  const send = async () => {
    try {
      await fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" });
      form.hidden = true;
    } catch {
      // The button stays: one may say it by hand.
    }
  };
  const plan = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible" && !form.hidden) timer = setTimeout(send, READ_AFTER_MS);
  };
  document.addEventListener("visibilitychange", plan);
  plan();
}

/** Asks now and then whether answers came, while the page is in sight. */
class News {
  constructor(said) {
    this.said = said;
    this.etag = said.dataset.newsEtag;
    document.addEventListener("visibilitychange", () => this.plan());
    this.plan();
  }

  plan() {
    clearTimeout(this.timer);
    if (document.visibilityState === "visible") {
      this.timer = setTimeout(() => this.ask(), NEWS_EVERY_MS);
    }
  }

  async ask() {
    const { news, newsSince } = this.said.dataset;
    try {
      const response = await fetch(`${news}?${new URLSearchParams({ depuis: newsSince })}`, {
        headers: { "If-None-Match": this.etag },
      });
      if (response.status === 200) {
        this.etag = response.headers.get("ETag");
        this.tell(await response.json());
      }
      if (response.status < 400) this.plan();
    } catch {
      this.plan();
    }
  }

  tell({ new: count, url }) {
    if (!count || count === this.told) return;
    this.told = count;
    const link = document.createElement("a");
    link.className = "fr-link";
    link.href = url;
    link.textContent = count > 1
      ? typeset(`${count} nouvelles réponses : les afficher`)
      : typeset("Une nouvelle réponse : l’afficher");
    this.said.replaceChildren(link);
  }
}

/** The phone’s own sheet where there is one, else the address copied. */
function share(box) {
  const { shareTitle: title, shareUrl: url } = box.dataset;
  const native = box.querySelector("[data-share-native]");
  const copy = box.querySelector("[data-share-copy]");
  if (navigator.share) {
    native.hidden = false;
    native.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const said = box.querySelector("[data-share-said]");
      try {
        await navigator.clipboard.writeText(url);
        said.textContent = "Lien copié.";
      } catch {
        // Refused by the browser: the address itself is there to be copied.
        said.textContent = url;
      }
    });
  }
}

for (const form of document.querySelectorAll("[data-read-mark]")) markRead(form);
for (const said of document.querySelectorAll("[data-news]")) new News(said);
for (const box of document.querySelectorAll("[data-share]")) share(box);
