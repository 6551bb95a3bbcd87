// A box to filter a long list of check boxes. Without this file the list simply scrolls.
"use strict";

(() => {
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const element = (name, properties) => Object.assign(document.createElement(name), properties);

  const enhance = (box) => {
    const list = box.querySelector(".filter-list");
    const choices = [...list.querySelectorAll(".choice")].map((label) => ({
      label,
      text: folded(label.textContent),
      input: label.querySelector("input"),
    }));
    const label = element("label", {
      htmlFor: box.dataset.filterId,
      className: "visually-hidden",
      textContent: box.dataset.filterList,
    });
    const search = element("input", {
      type: "search",
      id: box.dataset.filterId,
      className: "utrecht-textbox utrecht-textbox--html-input",
      placeholder: box.dataset.filterList,
      autocomplete: "off",
    });
    const count = element("p", { className: "filter-list__count" });
    count.setAttribute("role", "status");

    // A group title shows only while one of its choices does.
    const showGroups = () => {
      for (const title of list.querySelectorAll(".filter-list__group")) {
        let next = title.nextElementSibling;
        let visible = false;
        while (next && !next.matches(".filter-list__group")) {
          visible ||= !next.hidden;
          next = next.nextElementSibling;
        }
        title.hidden = !visible;
      }
    };

    // What is ticked stays in view, so that nothing is chosen unseen.
    const filter = () => {
      const words = folded(search.value).split(/\s+/).filter(Boolean);
      let visible = 0;
      for (const choice of choices) {
        const fits = words.every((word) => choice.text.includes(word));
        choice.label.hidden = !fits && !choice.input.checked;
        visible += choice.label.hidden ? 0 : 1;
      }
      showGroups();
      count.textContent = words.length ? box.dataset.filterCount.replace("#", visible) : "";
    };

    search.addEventListener("input", filter);
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    list.before(label, search, count);
  };

  const enhanceAll = (root) => {
    for (const box of root.querySelectorAll("[data-filter-list]:not([data-filter-ready])")) {
      box.dataset.filterReady = "";
      enhance(box);
    }
  };

  enhanceAll(document);
  document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
})();
