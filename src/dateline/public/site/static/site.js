/* Enhancements: suggestions while typing, copy buttons, and filters that apply at once. Pages work without them. */
"use strict";

(() => {
  const main = document.documentElement;

  /* Suggestions: a combobox with a listbox. Source: ARIA Authoring Practices. */
  for (const field of document.querySelectorAll("[data-suggest]")) {
    const list = document.createElement("div");
    list.id = `${field.id}-hints`;
    list.className = "hints";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels[0].textContent);
    field.parentElement.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"]]) {
      field.setAttribute(name, value);
    }
    const typed = field.value;
    let chosen = -1;
    let waiting = 0;
    let asking = null;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const choose = (place) => {
      const options = list.children;
      if (options.length === 0) return;
      if (chosen >= 0) options[chosen].setAttribute("aria-selected", "false");
      chosen = (place + options.length) % options.length;
      options[chosen].setAttribute("aria-selected", "true");
      options[chosen].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", options[chosen].id);
    };
    const show = (hints) => {
      list.replaceChildren(...hints.map((hint, place) => {
        const option = document.createElement("div");
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.lang = hint.language;
        option.dir = hint.direction;
        option.textContent = hint.label;
        if (hint.title) {
          const group = document.createElement("span");
          group.className = "hint-group";
          group.textContent = hint.title;
          option.append(group);
        }
        option.dataset.path = hint.path;
        return option;
      }));
      chosen = -1;
      field.removeAttribute("aria-activedescendant");
      list.hidden = hints.length === 0;
      field.setAttribute("aria-expanded", String(hints.length > 0));
    };
    const ask = async () => {
      asking?.abort();
      const words = field.value.trim();
      if (words.length < 2) return close();
      asking = new AbortController();
      try {
        const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
        if (answer.ok && document.activeElement === field) show((await answer.json()).hints);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };
    const keys = {
      ArrowDown: () => (list.hidden ? ask() : choose(chosen + 1)),
      ArrowUp: () => (list.hidden ? ask() : choose(chosen < 0 ? -1 : chosen - 1)),
      Escape: () => (list.hidden ? (field.value = typed) : close()),
      Enter: () => location.assign(list.children[chosen].dataset.path),
    };
    field.addEventListener("keydown", (event) => {
      const deed = keys[event.key];
      if (!deed || event.isComposing || (event.key === "Enter" && (list.hidden || chosen < 0))) return;
      event.preventDefault();
      deed();
    });
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 150);
    });
    field.addEventListener("blur", () => {
      clearTimeout(waiting);
      close();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.path);
    });
  }

  /* Copy buttons; the button announces the copy. */
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const name = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.value);
      } catch {
        // outside https and this machine browsers know the old way alone
        source.select();
        if (!document.execCommand("copy")) return;
        button.focus();
      }
      button.textContent = button.dataset.done;
      setTimeout(() => (button.textContent = name), 2500);
    });
  }

  /* Filters: fetch the list of the form and replace the results, without moving the focus. */
  const filters = document.getElementById("filters");
  if (!filters) return;

  const wanted = () => {
    const given = [...new FormData(filters)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(given).toString();
    return query ? `${filters.action}?${query}` : filters.action;
  };
  const swap = (page) => {
    const open = [...filters.querySelectorAll("details[open]")].map((details) => details.id);
    const held = document.activeElement;
    const place = filters.contains(held) && held.name ? [held.name, held.value] : null;
    // other languages and feeds are those of the list, too
    for (const part of ["#results", "#filters", ".languages"]) {
      document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
    }
    const said = "link[rel=alternate], link[rel=canonical], meta[name=robots]";
    document.head.querySelectorAll(said).forEach((element) => element.remove());
    document.head.append(...page.head.querySelectorAll(said));
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (place) {
      // a value that nothing has any more is gone; the next best is one of its facet, else the first of all
      const fields = [...filters.elements].filter((field) => field.type !== "hidden");
      const theirs = fields.filter((field) => field.name === place[0]);
      const same = theirs.find((field) => field.value === place[1]) || theirs[0] || fields[0];
      same?.closest("details")?.setAttribute("open", "");
      same?.focus({ preventScroll: true });
    }
    document.title = page.title;
    document.getElementById("said").textContent = document.getElementById("count").textContent;
  };
  let asking = null;
  let shown = location.pathname + location.search;
  const refresh = async () => {
    asking?.abort();
    asking = new AbortController();
    main.classList.add("busy");
    try {
      const answer = await fetch(wanted(), { signal: asking.signal, headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.status);
      swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
      history.pushState(null, "", answer.url + location.hash);
      shown = location.pathname + location.search;
      main.classList.remove("busy");
    } catch (error) {
      if (error.name !== "AbortError") filters.submit();
    }
  };
  /* The browser reports an invalid date in its own language before the form is sent. */
  const paired = () => {
    const { from, until } = filters.elements;
    from.max = until.value;
    until.min = from.value;
  };
  filters.addEventListener("change", (event) => {
    paired();
    if (event.target.type === "checkbox" && filters.reportValidity()) refresh();
  });
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(wanted());
  });
  addEventListener("popstate", () => {
    // opening and closing the filters on a phone moves in history too, and changes no list
    if (location.pathname + location.search !== shown) location.reload();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#filter") location.hash = "#results";
  });
})();
