// The server cleans text pasted into running text. If it does not answer, the editor pastes by itself.
(() => {
  const ours = new WeakSet();
  const MAX = 5_000_000;

  const blockAround = (target) => {
    for (let element = target; element; element = element.parentElement) {
      const stream = element.rootBlock;
      if (!stream?.insert || !stream.children) continue;
      const child = stream.children.find((one) => one.type === "text" && one.element?.contains(target));
      return child ? { stream, child } : null;
    }
    return null;
  };

  const editorAround = (target) => {
    const beside = target.closest("[data-draftail-editor-wrapper]")?.parentNode.children ?? [];
    return [...beside].find((element) => element.draftailEditor)?.draftailEditor;
  };

  const clean = async (html, editor, withTables) => {
    const body = new FormData();
    body.set("html", html);
    const { blockTypes = [], inlineStyles = [], entityTypes = [], enableHorizontalRule } = editor.props;
    for (const one of [...blockTypes, ...inlineStyles, ...entityTypes]) body.append("offers", one.type);
    if (enableHorizontalRule) body.append("offers", "HORIZONTAL_RULE");
    if (withTables) body.set("tables", "1");
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    const response = await fetch("/paste/", { method: "POST", body, headers: { "X-CSRFToken": token || "" } });
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  };

  const insert = (editor, raw) => {
    const { EditorState, Modifier, convertFromRaw } = window.DraftJS;
    const state = editor.getEditorState();
    const fragment = convertFromRaw(JSON.parse(raw)).getBlockMap();
    const content = Modifier.replaceWithFragment(state.getCurrentContent(), state.getSelection(), fragment);
    editor.onChange(EditorState.push(state, content, "insert-fragment"));
  };

  // Says below the editor what of the pasted text is left out, until the next paste.
  const tell = (target, sentences) => {
    const editor = target.closest("[data-draftail-editor-wrapper]") ?? target.closest(".Draftail-Editor");
    editor.parentNode.querySelector(":scope > .paste-report")?.remove();
    if (!sentences?.length) return;
    const report = document.createElement("div");
    report.className = "paste-report help-block help-warning";
    report.setAttribute("role", "status");
    editor.after(report);
    const list = document.createElement("ul");
    for (const sentence of sentences) list.append(Object.assign(document.createElement("li"), { textContent: sentence }));
    requestAnimationFrame(() => report.append(list)); // a status is read out when it changes, not when it appears
  };

  const pasteUnchanged = (target, html, text) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    ours.add(event);
    target.dispatchEvent(event);
  };

  document.addEventListener(
    "paste",
    (event) => {
      const touched = event.target instanceof Element ? event.target : event.target?.parentElement;
      const target = touched?.closest(".Draftail-Editor [contenteditable=true]");
      const html = event.clipboardData?.getData("text/html");
      if (ours.has(event) || !html || html.length > MAX || !target) return;
      const editor = editorAround(target);
      if (!editor || !window.DraftJS) return;
      if (html.includes("data-draftail-fragment") || html.includes("data-offset-key")) return; // from an editor of ours
      event.preventDefault();
      event.stopImmediatePropagation();
      const text = event.clipboardData.getData("text/plain");
      const around = blockAround(target);
      clean(html, editor, around !== null).then(
        ({ opening, blocks, leftOut }) => {
          if (opening) insert(editor, opening);
          tell(target, leftOut);
          if (!around) return;
          let at = around.stream.children.indexOf(around.child);
          for (const block of blocks) around.stream.insert(block, (at += 1), { animate: false });
        },
        () => pasteUnchanged(target, html, text),
      );
    },
    true,
  );
})();
