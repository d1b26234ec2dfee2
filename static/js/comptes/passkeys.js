// Passkeys: asks the device for what the form says, then sends its answer in the hidden field.
// data-passkey="create|get" says what; data-options holds the question, data-options-from its address.
const unsafe = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
const safe = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const named = (list) => (list ?? []).map((item) => ({ ...item, id: unsafe(item.id) }));

// The JSON of the service, as the browser wants it: bytes where it has base64url.
function question({ publicKey }) {
  const asked = { ...publicKey, challenge: unsafe(publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: unsafe(asked.user.id) };
  if (asked.excludeCredentials) asked.excludeCredentials = named(asked.excludeCredentials);
  if (asked.allowCredentials) asked.allowCredentials = named(asked.allowCredentials);
  return { publicKey: asked };
}

const ANSWERS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function answer(credential) {
  const response = {};
  for (const name of ANSWERS) if (credential.response[name]) response[name] = safe(credential.response[name]);
  return {
    id: credential.id,
    rawId: safe(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const response = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new TypeError("no options");
  return (await response.json()).request_options;
}

const TROUBLES = { InvalidStateError: "known", SecurityError: "unknown", NotSupportedError: "unknown", TypeError: "lost" };

function tell(form, which) {
  for (const line of form.querySelectorAll("[data-trouble]")) line.hidden = line.dataset.trouble !== which;
}

async function ask(form, button) {
  tell(form, "");
  button.disabled = true;
  try {
    const asked = question(await optionsOf(form));
    const credential = await navigator.credentials[form.dataset.passkey](asked);
    form.elements.credential.value = JSON.stringify(answer(credential));
    form.submit();
  } catch (error) {
    tell(form, TROUBLES[error.name] ?? "stopped");
    button.disabled = false;
    button.focus();
  }
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (window.PublicKeyCredential) ask(form, button);
    else tell(form, "unknown");
  });
}
