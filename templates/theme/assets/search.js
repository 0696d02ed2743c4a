// The search page: Pagefind's index, a list of results and filters, the state in the address so that it can be sent on.
(() => {
const page = document.querySelector("[data-search]");
if (page) {
  const words = JSON.parse(page.querySelector("[data-search-words]").textContent);
  const form = page.querySelector("form");
  const input = form.elements.q;
  const status = page.querySelector("[data-search-status]");
  const more = page.querySelector("[data-search-more]");
  const filters = page.querySelector("[data-search-filters]");
  const KEYS = ["kind", "jurisdiction", "court", "question", "stage", "outcome"];
  const STEP = 6;
  const HAN = /\p{Script=Han}/u;
  const root = new URL("../../", document.currentScript.src);
  const list = document.createElement("ol");
  status.after(list);
  let turn = 0;

  const fill = (word, values) => word.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const chosen = () => {
    const found = {};
    for (const box of filters.querySelectorAll("input:checked")) (found[box.name] ??= []).push(box.value);
    return found;
  };

  const fromAddress = () => {
    const state = new URLSearchParams(location.search);
    input.value = state.get("q") ?? "";
    return Object.fromEntries(KEYS.map((key) => [key, state.getAll(key)]).filter(([, values]) => values.length));
  };
  const toAddress = (query, selection) => {
    const state = new URLSearchParams();
    if (query) state.set("q", query);
    for (const [key, values] of Object.entries(selection)) for (const value of values) state.append(key, value);
    history.replaceState(null, "", state.size ? `?${state}` : location.pathname);
  };

  // The index stores excerpts as text with <mark> around the words found; anything else in them stays text.
  const excerpt = (html) => {
    const paragraph = element("p");
    for (const part of html.split(/(<mark>.*?<\/mark>)/s)) {
      const text = new DOMParser().parseFromString(`<p>${part}</p>`, "text/html").body.textContent;
      paragraph.append(part.startsWith("<mark>") ? element("mark", { textContent: text }) : text);
    }
    return paragraph;
  };

  const showFilters = (counts, selection) => {
    const open = new Set([...filters.querySelectorAll("details[open]")].map((one) => one.dataset.key));
    filters.querySelectorAll("details, button").forEach((one) => one.remove());
    for (const key of KEYS) {
      const values = Object.entries(counts[key] ?? {}).filter(([value, count]) => count || selection[key]?.includes(value));
      if (!values.length) continue;
      const details = element("details", { open: open.has(key) || key === "kind" || Boolean(selection[key]) });
      details.dataset.key = key;
      details.append(element("summary", { textContent: words[key] }));
      for (const [value, count] of values.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))) {
        const box = element("input", { type: "checkbox", name: key, value, checked: selection[key]?.includes(value) ?? false });
        details.append(element("label", {}, box, element("span", { textContent: value }), element("span", { className: "count", textContent: count })));
      }
      filters.append(details);
    }
    if (Object.keys(selection).length) {
      const reset = element("button", { type: "button", textContent: words.reset });
      reset.addEventListener("click", () => run(input.value, {}));
      filters.append(reset);
    }
  };

  const showResults = async (results, from) => {
    const shown = await Promise.all(results.slice(from, from + STEP).map((one) => one.data()));
    for (const one of shown) {
      const link = element("a", { href: one.url, className: "title", textContent: one.meta.title });
      list.append(element("li", {}, link, excerpt(one.excerpt)));
    }
    more.hidden = results.length <= from + STEP;
    more.onclick = () => showResults(results, from + STEP);
  };

  // A Chinese query is cut into words; first look for them side by side, so that no single character counts as a find.
  const look = async (engine, query, options) => {
    if (HAN.test(query) && !query.includes('"')) {
      const exact = await engine.search(`"${query}"`, options);
      if (exact.results.length) return exact;
    }
    return engine.search(query || null, options);
  };

  const run = async (query, selection) => {
    const mine = ++turn;
    toAddress(query, selection);
    const engine = await ready;
    const filtersAsked = Object.fromEntries(Object.entries(selection).map(([key, values]) => [key, { any: values }]));
    const found = await look(engine, query.trim(), { filters: filtersAsked });
    if (mine !== turn) return;
    list.replaceChildren();
    showFilters(query.trim() ? found.filters : found.totalFilters ?? (await engine.filters()), selection);
    const count = found.results.length;
    if (!query.trim() && !Object.keys(selection).length) {
      status.textContent = words.start;
      more.hidden = true;
      return;
    }
    const sentence = !query.trim() ? words.browse : count === 0 ? words.none : count === 1 ? words.one : words.some;
    status.textContent = fill(sentence, { query: query.trim(), count });
    await showResults(found.results, 0);
  };

  const ready = import(new URL("pagefind/pagefind.js", root)).then(async (engine) => {
    await engine.options({ noWorker: true, baseUrl: root.pathname, excerptLength: 40 });
    await engine.init();
    await engine.filters();
    return engine;
  });
  page.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(input.value, chosen());
  });
  filters.addEventListener("change", () => run(input.value, chosen()));
  const asked = fromAddress();
  run(input.value, asked).catch(() => {
    status.textContent = words.failed;
  });
}
})();
