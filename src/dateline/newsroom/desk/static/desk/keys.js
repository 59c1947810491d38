// The desk's keys, read from the dialog that lists them (desk.admin.keyboard_shortcuts); the account can turn them off.
(() => {
  const config = document.getElementById("wagtail-config");
  if (!config || !JSON.parse(config.textContent).KEYBOARD_SHORTCUTS_ENABLED) return;
  const WAIT_MS = 1500; // between the two keys of "g r"
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

  const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length);
  const go = (element) => {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  };
  const step = (all, by) => {
    const now = all.indexOf(document.activeElement);
    const next = now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + by, 0), all.length - 1);
    if (all[next]) go(all[next]);
    return Boolean(all[next]);
  };

  let finding = -1;
  const toFinding = (by) => {
    const links = [...document.querySelectorAll("[data-desk-jump]")];
    if (!links.length) return false;
    const toggle = document.querySelector("[data-side-panel-toggle=desk-check]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    finding = (finding + by + links.length + (finding < 0 && by < 0 ? 1 : 0)) % links.length;
    links.forEach((link) => link.closest(".desk-check")?.classList.remove("desk-check--now"));
    links[finding].closest(".desk-check")?.classList.add("desk-check--now");
    links[finding].scrollIntoView({ block: "nearest" });
    links[finding].click();
    return true;
  };
  const toAction = (name) => {
    const form = document.getElementById(`action-${name}`);
    if (!form) return false;
    form.open = true;
    go(form.querySelector("button:not([type=button])") ?? form.querySelector("summary"));
    return true;
  };

  const ACTS = {
    go: (at) => (window.location.assign(at), true),
    click: (at) => {
      const target = shown(at)[0] ?? document.querySelector(at);
      target?.click();
      return Boolean(target);
    },
    row: (at) => step(shown(at.slice(at.indexOf(" ") + 1)), Number(at.split(" ", 1)[0])),
    action: toAction,
    finding: (by) => toFinding(Number(by)),
  };
  // Wagtail puts the dialog into the page only after this script ran.
  const row = (keys) => [...document.querySelectorAll("[data-desk-keys]")].find((one) => one.dataset.deskKeys.toLowerCase() === keys);

  // Russian and Arabic keyboards send other letters; then the position of the key is matched.
  const letter = (event) => {
    if (/^[a-z]$/i.test(event.key) || event.key.length > 1) return event.key.toLowerCase();
    return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  };
  const pressed = (event) => {
    const held = [];
    if (isMac ? event.metaKey : event.ctrlKey && !event.altKey) held.push("mod");
    else if (event.ctrlKey) held.push("ctrl");
    if (event.altKey) held.push("alt");
    const key = letter(event);
    if (event.shiftKey && key.length > 1) held.push("shift");
    return [...held, key].join("+");
  };
  const isWriting = (target) => target.isContentEditable || target.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [role=textbox], [role=combobox]");

  let first = "";
  let firstAt = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.getModifierState("AltGraph")) return;
    const key = pressed(event);
    const isBare = key.length === 1;
    if (isBare && (isWriting(event.target) || document.querySelector(".w-dialog:not([aria-hidden=true]), .modal.in"))) return;
    if (key === "?" || key === "؟") {
      document.querySelector("[data-a11y-dialog-show=keyboard-shortcuts-dialog]")?.click();
      return event.preventDefault();
    }
    const both = Date.now() - firstAt < WAIT_MS ? `${first} ${key}` : key;
    const wanted = (row(both) ?? row(key))?.dataset;
    [first, firstAt] = [key, Date.now()];
    if (wanted && ACTS[wanted.deskAct](wanted.deskAt)) event.preventDefault();
  });

  // An address that names an action leads to its form.
  if (window.location.hash.startsWith("#action-")) toAction(window.location.hash.slice("#action-".length));
})();
