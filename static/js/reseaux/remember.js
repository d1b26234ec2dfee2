/* Shows again, in this browser only, the address just tested. The server forgets it. */

const PENDING = "adresse-en-cours";

function keep(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Storage refused by the browser: the page simply does not show the address.
  }
}

function take() {
  try {
    const known = sessionStorage.getItem(location.pathname);
    const pending = sessionStorage.getItem(PENDING);
    sessionStorage.removeItem(PENDING);
    return known || pending || "";
  } catch {
    return "";
  }
}

for (const form of document.querySelectorAll("[data-remember-form]")) {
  form.addEventListener("submit", () => {
    const chosen = form.querySelector("[data-remember-choice]:checked");
    const typed = form.querySelector("[data-remember-address]");
    if (chosen) keep(PENDING, chosen.labels[0].textContent.trim());
    else if (typed) keep(PENDING, typed.value.trim());
  });
}

// Taken on every page: an address that led to no result must not sign the next one.
const address = take();
const place = document.querySelector("[data-remembered]");
if (place && address) {
  keep(location.pathname, address);
  place.querySelector("strong").textContent = address;
  place.hidden = false;
}
