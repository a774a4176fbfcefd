// Passkeys, where the browser knows them: allauth's scripts do the work, this shows the button and what went wrong.
const button = document.getElementById("passkey");

if (button && window.PublicKeyCredential) {
  const { passkey, answer, alone } = button.dataset;
  const ids = { credential: answer || "passkey-answer", passwordless: alone };
  if (document.getElementById("passkey-data")) ids.data = "passkey-data";
  ids[passkey] = button.id;
  window.allauth.webauthn.forms[`${passkey}Form`]({ ids });
  button.hidden = false;
}

document.addEventListener("allauth.error", () => {
  document.getElementById("passkey-failed").hidden = false;
});
