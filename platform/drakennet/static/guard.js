// The guard's buttons change the text in place. Without this file they send the form, and it comes back changed.
"use strict";

(() => {
  const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  // Whole words only, each time they stand there; what is taken out leaves no double space.
  const replaced = (text, from, to) => {
    const inside = "[\\p{L}\\d]";
    const words = new RegExp(`(?<!${inside})${escaped(from)}(?!${inside})`, "gu");
    if (to) return text.replace(words, () => to);
    return text
      .replace(words, "")
      .replace(/\(\s*\)/g, "")
      .replace(/ {2,}/g, " ")
      .replace(/ +([.,;:)!?])/g, "$1")
      .trimStart();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-guard-from]");
    const box = button?.closest("[data-guard]");
    const field = box && button.form?.elements.namedItem(box.dataset.guard);
    if (!field || !("value" in field)) return;
    const text = replaced(field.value, button.dataset.guardFrom, button.dataset.guardTo);
    if (text === field.value) return;
    event.preventDefault();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
})();
