// Accessible names for fields that Wagtail leaves without one.
(() => {
  const label = (field) => {
    const panel = field.closest("section[aria-labelledby]");
    if (panel) field.setAttribute("aria-labelledby", panel.getAttribute("aria-labelledby"));
    const own = field.closest("[data-field-wrapper], .w-field__wrapper")?.querySelector("label");
    if (!panel && own) field.setAttribute("aria-label", own.textContent.trim());
  };
  const unnamed = ":is(.public-DraftEditor-content, .tagit-new input, .tagit input):not([aria-label], [aria-labelledby])";
  const labelAll = () => document.querySelectorAll(unnamed).forEach(label);
  const start = () => {
    labelAll();
    new MutationObserver(labelAll).observe(document.body, { childList: true, subtree: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
