// Passkeys: the page holds what the browser is asked, its answer goes back in a form.
"use strict";

(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const readable = (asked) => {
    const options = { ...asked, challenge: bytes(asked.challenge) };
    if (asked.user) options.user = { ...asked.user, id: bytes(asked.user.id) };
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      if (asked[list]) options[list] = asked[list].map((one) => ({ ...one, id: bytes(one.id) }));
    }
    return options;
  };

  const answered = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const ask = async (block) => {
    const form = block.closest("form");
    const failed = block.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const publicKey = readable(JSON.parse(block.dataset.passkey));
      const kind = publicKey.user ? "create" : "get";
      const credential = await navigator.credentials[kind]({ publicKey });
      form.elements.credential.value = answered(credential);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  };

  if (!window.PublicKeyCredential) return;
  for (const block of document.querySelectorAll("[data-passkey]")) {
    block.hidden = false;
    block.querySelector("button").addEventListener("click", () => ask(block));
    for (const other of document.querySelectorAll("[data-without-passkey]")) other.hidden = true;
  }
})();
