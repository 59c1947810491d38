// Filters, "select all" and confirmations; every page works without them.
(() => {
  const narrow = (box) => {
    const filter = box.querySelector("input[type=search]");
    const entries = [...box.querySelectorAll("label")];
    if (!filter || filter.dataset.ready || entries.length < 8) return;
    filter.dataset.ready = "1";
    filter.hidden = false;
    filter.addEventListener("input", () => {
      const words = filter.value.trim().toLocaleLowerCase();
      for (const entry of entries) {
        const isChosen = entry.querySelector("input").checked;
        entry.hidden = !isChosen && !entry.textContent.toLocaleLowerCase().includes(words);
      }
    });
  };
  const chooseAll = (box) => {
    box.closest("label").hidden = false;
    box.addEventListener("change", () => {
      for (const one of box.closest("table").querySelectorAll("tbody input[type=checkbox]")) one.checked = box.checked;
    });
  };
  document.querySelectorAll("[data-desk-all]").forEach(chooseAll);
  const start = (root) => root.querySelectorAll("[data-desk-checklist]").forEach(narrow);
  document.addEventListener("DOMContentLoaded", () => start(document));
  if (document.readyState !== "loading") start(document);
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.deskConfirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });
})();
