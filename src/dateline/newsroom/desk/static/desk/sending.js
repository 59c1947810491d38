// Running text is written into its form a quarter of a second after the last key: so it is once more before it is sent.
document.addEventListener(
  "submit",
  (event) => {
    for (const wrapper of event.target.querySelectorAll("[data-draftail-editor-wrapper]")) {
      for (const input of wrapper.parentNode.children) input.draftailEditor?.saveState();
    }
  },
  true,
);
