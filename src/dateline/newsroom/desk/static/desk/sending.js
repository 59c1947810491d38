// The editor saves running text into its form a quarter of a second after the last key; save it before the form is sent.
document.addEventListener(
  "submit",
  (event) => {
    for (const wrapper of event.target.querySelectorAll("[data-draftail-editor-wrapper]")) {
      for (const input of wrapper.parentNode.children) input.draftailEditor?.saveState();
    }
  },
  true,
);
