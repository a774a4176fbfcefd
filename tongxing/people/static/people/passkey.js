// Passkeys, where the browser knows them. allauth's scripts do the work; they are asked for when somebody turns to the
// button, so that nobody else waits for them. This shows the button, and what went wrong.
const button = document.getElementById("passkey");
const { needs } = document.currentScript.dataset;
let asked, ready = false;

const load = (address) => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  Object.assign(script, { src: address, onload: resolve, onerror: reject });
  document.head.append(script);
});

async function prepare() {
  for (const address of needs.split(" ")) await load(address);
  const { passkey, answer, alone } = button.dataset;
  const ids = { credential: answer || "passkey-answer", passwordless: alone };
  if (document.getElementById("passkey-data")) ids.data = "passkey-data";
  ids[passkey] = button.id;
  window.allauth.webauthn.forms[`${passkey}Form`]({ ids });
  ready = true;
}

function ask() {
  asked ??= prepare().catch(() => { asked = null; });
  return asked;
}

function failed() {
  document.getElementById("passkey-failed").hidden = false;
}

if (button && window.PublicKeyCredential) {
  button.hidden = false;
  for (const name of ["focus", "pointerenter"]) button.addEventListener(name, ask);
  button.addEventListener("click", async (event) => {
    if (ready) return; // allauth hears this press itself
    event.preventDefault();
    await ask();
    if (ready) button.click();
    else failed();
  });
}

document.addEventListener("allauth.error", failed);
