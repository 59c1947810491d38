// Loads the desk check beside the editor and jumps to its findings; the page of the check works without it.
(() => {
  const load = async (box) => {
    try {
      const answer = await fetch(box.dataset.deskChecks, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) return;
      box.innerHTML = await answer.text();
    } catch {
      // Offline, the link to the page of the check remains.
    }
  };
  const loadAll = () => document.querySelectorAll("[data-desk-checks]").forEach(load);
  const place = (name) => document.querySelector(`#panel-child-text-${name}-section`) || document.querySelector(`#id_${name}`);
  const jump = (event) => {
    const link = event.target.closest("[data-desk-jump]");
    if (!link || !document.querySelector("[data-edit-form]")) return;
    const target = place(link.dataset.deskJump);
    if (!target) return;
    event.preventDefault();
    const tab = target.closest("[role=tabpanel]");
    if (tab?.hidden) document.querySelector(`[role=tab][aria-controls="${tab.id}"], [role=tab][href="#${tab.id}"]`)?.click();
    target.scrollIntoView({ block: "center" });
    const inside = target.querySelector(".w-panel__content") || target;
    const field = target.matches("input, textarea, select") ? target : inside.querySelector("textarea, input:not([type=hidden]), [contenteditable=true], button");
    field?.focus({ preventScroll: true });
    const end = Number(link.dataset.end);
    if (end && field?.matches("textarea")) field.setSelectionRange(Number(link.dataset.start), end);
  };
  document.addEventListener("click", jump);
  document.addEventListener("w-autosave:success", loadAll);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", loadAll);
  else loadAll();
})();
