/* <dateline-news>: the latest news of a filter on a page of any site. It sets no cookie, takes nothing but text out of
   the answer, and needs of a strict policy only this site in script-src and connect-src.

   <dateline-news src="https://news.example.org/api/v1/releases?reader=en&amp;size=5" zone="Europe/Vienna"
     heading="News" level="2"><a href="https://news.example.org/en/news">All news</a></dateline-news>

   What stands in the element is shown below the list, and alone where there is none. Parts for ::part():
   heading, list, item, link, date. */
"use strict";

(() => {
  const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);
  const MOST = 20;
  const STYLE = `
    :host { display: block; }
    :host([hidden]) { display: none; }
    .heading { margin: 0 0 0.5em; font-weight: bold; font-size: 1.125em; }
    ul { margin: 0 0 0.75em; padding: 0; list-style: none; }
    li { margin: 0 0 0.75em; overflow-wrap: anywhere; }
    a { color: inherit; }
    a:focus-visible { outline: 2px solid; outline-offset: 2px; }
    .date { display: block; font-size: 0.875em; }
  `;
  const direction = (tag) => (RIGHT_TO_LEFT.has(tag.toLowerCase().split("-")[0]) ? "rtl" : "ltr");
  const text = (value) => (typeof value === "string" ? value : "");
  const made = (name, part, said = "") => {
    const element = document.createElement(name);
    element.setAttribute("part", part);
    element.className = part;
    element.textContent = said;
    return element;
  };
  const onTheWeb = (value, base) => {
    try {
      const address = new URL(text(value), base);
      return ["https:", "http:"].includes(address.protocol) ? address : null;
    } catch {
      return null;
    }
  };
  /* House style writes 4 March 2021, and Arabic days with the digits of the site. */
  const dayIn = (language, zone) => {
    const locale = { en: "en-GB", ar: "ar-u-nu-latn" }[language] ?? language;
    try {
      return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: zone || "UTC" });
    } catch {
      return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
    }
  };

  class DatelineNews extends HTMLElement {
    static observedAttributes = ["src", "zone", "heading", "level"];

    #asking = null;
    #list = made("ul", "list");
    #heading = made("div", "heading");
    #due = false;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet(); // a style element would need style-src
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      this.#list.setAttribute("role", "list"); // Safari takes lists without marks for none
      this.#heading.setAttribute("role", "heading");
      this.#heading.hidden = this.#list.hidden = true;
      root.append(this.#heading, this.#list, document.createElement("slot"));
    }

    connectedCallback() {
      this.#soon();
    }

    disconnectedCallback() {
      this.#asking?.abort();
    }

    attributeChangedCallback() {
      if (this.isConnected) this.#soon();
    }

    #soon() {
      if (this.#due) return;
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        this.#load();
      });
    }

    async #load() {
      this.#asking?.abort();
      const address = onTheWeb(this.getAttribute("src"), document.baseURI);
      if (!address || !this.isConnected) return this.#show([], "en");
      const asking = (this.#asking = new AbortController());
      this.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(address, { credentials: "omit", mode: "cors", signal: asking.signal });
        if (!answer.ok) throw new Error(`${address.host} answered ${answer.status}`);
        const { items } = await answer.json();
        if (asking.signal.aborted) return;
        this.#show(Array.isArray(items) ? items.slice(0, MOST) : [], address.searchParams.get("reader") ?? "en");
      } catch (error) {
        if (error.name === "AbortError") return;
        console.warn(`dateline-news: ${error.message}`);
        this.#show([], "en");
      }
      this.removeAttribute("aria-busy");
    }

    #show(items, language) {
      const day = dayIn(language, this.getAttribute("zone"));
      const shown = items.map((item) => this.#item(item ?? {}, language, day)).filter(Boolean);
      this.#list.replaceChildren(...shown);
      const heading = text(this.getAttribute("heading"));
      const level = Number(this.getAttribute("level"));
      this.#heading.textContent = heading;
      this.#heading.setAttribute("aria-level", level >= 1 && level <= 6 ? level : 2);
      for (const part of [this.#heading, this.#list]) {
        part.lang = language;
        part.dir = direction(language);
        part.hidden = shown.length === 0;
      }
      if (!heading) this.#heading.hidden = true;
      this.#list.setAttribute("aria-label", heading);
    }

    #item(item, language, day) {
      const address = onTheWeb(item.url);
      const headline = text(item.headline);
      if (!address || !headline) return null;
      const row = made("li", "item");
      const link = made("a", "link", headline);
      link.href = address.href;
      const own = text(item.language);
      if (own && own !== language) {
        link.lang = link.hreflang = own;
        link.dir = direction(own);
      }
      row.append(link);
      const at = new Date(text(item.published_at));
      if (!Number.isNaN(at.getTime())) {
        const date = made("time", "date", day.format(at));
        date.dateTime = at.toISOString();
        row.append(date);
      }
      return row;
    }
  }

  if (!customElements.get("dateline-news")) customElements.define("dateline-news", DatelineNews);
})();
