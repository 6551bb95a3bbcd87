// A button beside each password to read what was typed. Without this file nothing is missed.
"use strict";

(() => {
  const { show, hide } = document.currentScript.dataset;
  for (const box of document.querySelectorAll("input[type=password]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nl-button nl-button--subtle nl-button--small";
    button.textContent = show;
    button.setAttribute("aria-controls", box.id);
    button.addEventListener("click", () => {
      const hidden = box.type === "password";
      box.type = hidden ? "text" : "password";
      button.textContent = hidden ? hide : show;
    });
    box.form?.addEventListener("submit", () => {
      box.type = "password";
    });
    box.after(button);
  }
})();
