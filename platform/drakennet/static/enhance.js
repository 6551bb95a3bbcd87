// Small comforts; every page works without this file.
"use strict";

(() => {
  // Characters left below a text area. Screen readers hear it after a pause, not at every key.
  const countCharacters = (area) => {
    const counter = document.getElementById(`${area.id}-count`);
    if (!counter) return;
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    counter.after(spoken);
    let waiting;
    const show = () => {
      const left = Number(area.dataset.maximum) - area.value.length;
      const sentence = left < 0 ? counter.dataset.over : counter.dataset.left;
      counter.textContent = sentence.replace("#", Math.abs(left));
      counter.classList.toggle("counter--over", left < 0);
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        spoken.textContent = counter.textContent;
      }, 1500);
    };
    area.addEventListener("input", show);
    if (area.value) show();
  };

  const enhance = (root) => {
    for (const area of root.querySelectorAll("textarea[data-maximum]:not([data-counted])")) {
      area.dataset.counted = "";
      countCharacters(area);
    }
    root.querySelector("#error-summary")?.focus();
  };

  // The way out takes this page's place, so that "back" does not return to it.
  document.addEventListener("click", (event) => {
    const way = event.target.closest("[data-quick-exit]");
    if (!way) return;
    event.preventDefault();
    document.title = "";
    document.body.hidden = true;
    window.location.replace(way.href);
  });

  // Escape shuts the menu and gives the focus back to its button.
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  enhance(document);
  document.addEventListener("htmx:load", (event) => enhance(event.target));
})();
