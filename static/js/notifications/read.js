// A thread that is on the screen is being read: its notifications are marked so, without a click.
// Without this module the button « Marquer comme lu » does the same by hand.

const READ_AFTER_MS = 1500;

function markRead(form) {
  const data = new FormData(form);
  data.set("seul", "on");
  if (navigator.sendBeacon(form.action, data)) form.hidden = true;
}

function whenSeen(form) {
  if (document.visibilityState === "visible") {
    setTimeout(markRead, READ_AFTER_MS, form);
    return;
  }
  document.addEventListener("visibilitychange", () => whenSeen(form), { once: true });
}

const form = document.querySelector("form[data-read-thread]");
if (form) whenSeen(form);
