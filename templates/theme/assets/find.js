// The find page: search in the whole text of the decisions, filters with counts, sorting, a choice to compare. The table is
// complete without it; what is searched, chosen and sorted stands in the address, so that it can be sent on.
(() => {
const box = document.querySelector("[data-find]");
if (!box) return;
const part = (name) => document.querySelector(`[data-find-${name}]`);
const { filters, dates, claimed, words } = JSON.parse(part("data").textContent);
const input = box.querySelector("form").elements.q;
const table = document.querySelector(".find-table");
const body = table.tBodies[0];
const rows = [...body.rows].map((row, index) => ({ row, index, id: row.dataset.case, name: row.querySelector("th").textContent.trim() }));
const wide = matchMedia("(min-width: 901px)");
const collator = new Intl.Collator(document.documentElement.lang);
const SORTS = ["name", "date", "claimed"];
const MOST = 4;
const AROUND = { letters: 45, signs: 20 };
const HAN = /\p{Script=Han}/u;

const fill = (word, values) => word.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const element = (name, properties = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "role") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
};

// Both sides of a comparison: compatibility forms, case, quotation marks, hyphens and brackets alike; no space beside Han.
const fold = (text) => text.normalize("NFKC").toUpperCase().toLowerCase().replace(/ς/g, "σ")
  .replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[‐‑–—]/g, "-").replace(/〔/g, "(").replace(/〕/g, ")")
  .replace(/\s+/g, " ").replace(/(\p{Script=Han}) /gu, "$1").replace(/ (\p{Script=Han})/gu, "$1");

// State: what is asked, the values of each filter, the order, the decisions chosen.
const known = new Map(filters.map(([key, , values]) => [key, new Map(values.map(([id, label, has]) => [id, { label, has: new Set(has) }]))]));
const state = { q: "", values: new Map(filters.map(([key]) => [key, new Set()])), sort: "", pick: [] };
const fromAddress = () => {
  const asked = location.search || (location.hash.startsWith("#?") ? location.hash.slice(1) : "");
  const stale = [];
  for (const [key, value] of new URLSearchParams(asked)) {
    if (key === "q") state.q = value;
    else if (key === "sort" && SORTS.includes(value.replace(/^-/, ""))) state.sort = value;
    else if (known.get(key)?.has(value)) state.values.get(key).add(value);
    else if (key === "pick" && rows.some(({ id }) => id === value) && (state.pick.includes(value) || state.pick.length < MOST)) {
      if (!state.pick.includes(value)) state.pick.push(value);
    } else stale.push(`${key}=${value}`.slice(0, 60));
  }
  return stale;
};
const toAddress = () => {
  const asked = new URLSearchParams();
  if (state.q.trim()) asked.set("q", state.q.trim());
  for (const [key, values] of state.values) for (const value of values) asked.append(key, value);
  if (state.sort) asked.set("sort", state.sort);
  for (const id of state.pick) asked.append("pick", id);
  const address = new URL(location.href);
  address.search = asked;
  address.hash = "";
  try {
    history.replaceState(null, "", address);
  } catch {
    location.replace(`#?${asked}`); // a browser that lets a page opened from a file change nothing else
  }
  for (const link of document.querySelectorAll(".book-languages a")) link.search = asked;
};

// The text is fetched when it is first needed, as a script, for that works from a file too.
let texts = null;
let folded = [];
let fetching = null;
const fetched = () => (fetching ??= new Promise((done) => {
  const script = element("script", { src: box.dataset.find });
  const take = () => {
    const all = globalThis.casebookTexts;
    if (!all) notice(words.failed);
    texts = rows.map(({ id, row }) => (all?.[id] ?? [...row.cells].map((cell) => cell.textContent.trim()).join("\n")).split("\n"));
    folded = texts.map((pieces) => pieces.map(fold).join("\n"));
    done();
  };
  script.addEventListener("load", take);
  script.addEventListener("error", take);
  document.head.append(script);
}));

// Where a folded text's nth character comes from in the text itself.
const origin = (text, at) => {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fold(text.slice(0, middle + 1)).length > at) high = middle;
    else low = middle + 1;
  }
  return low;
};
// Some way from a place, but between words.
const word = (text, place, way) => {
  let end = place + way * AROUND.letters;
  while (end > 0 && end < text.length && text[way < 0 ? end - 1 : end] !== " ") end -= way;
  return end;
};
const excerpt = ({ index, name }, needle) => {
  const text = fold(name).includes(needle) ? "" : texts[index].find((piece) => fold(piece).includes(needle));
  if (!text) return null;
  const at = fold(text).indexOf(needle);
  const from = origin(text, at);
  const to = origin(text, at + needle.length - 1) + 1;
  const [start, end] = HAN.test(text) ? [from - AROUND.signs, to + AROUND.signs] : [word(text, from, -1), word(text, to, 1)];
  const mark = element("mark", { textContent: text.slice(from, to) });
  const [before, after] = [text.slice(Math.max(0, start), from), text.slice(to, end)];
  return element("p", { className: "find-excerpt" }, start > 0 ? "…" : "", before, mark, end < text.length ? after.replace(/[\p{P}\s]+$/u, "") : after, end < text.length ? "…" : "");
};

const passes = (index, but) => filters.every(([key]) => {
  const values = state.values.get(key);
  return key === but || !values.size || [...values].some((value) => known.get(key).get(value).has.has(index));
});
const notice = (text) => {
  const place = part("notice");
  place.hidden = !text;
  place.textContent = text;
};

const show = () => {
  const needle = fold(state.q).trim();
  const found = rows.filter(({ index }) => !needle || folded[index].includes(needle));
  const shown = new Set(found.filter(({ index }) => passes(index)));
  for (const one of rows) {
    one.row.hidden = !shown.has(one);
    one.row.querySelector(".find-excerpt")?.remove();
    const quoted = needle && shown.has(one) && excerpt(one, needle);
    if (quoted) one.row.querySelector("th").append(quoted);
  }
  for (const { key, input: tick, value, count } of ticks) {
    const number = found.filter(({ index }) => known.get(key).get(value).has.has(index) && passes(index, key)).length;
    count.textContent = number;
    count.parentElement.classList.toggle("is-none", !number);
    tick.checked = state.values.get(key).has(value);
  }
  for (const { key, details, number } of menus) {
    number.textContent = state.values.get(key).size || "";
    details.classList.toggle("is-set", state.values.get(key).size > 0);
  }
  const narrowed = needle || [...state.values.values()].some((values) => values.size);
  const word = !narrowed ? words.all : !shown.size ? words.nothing : shown.size === 1 ? words.one : words.some;
  part("status").textContent = fill(word, { count: shown.size, all: rows.length });
  part("clear").hidden = !narrowed;
  table.hidden = !shown.size;
  showChips();
};

const run = async () => {
  if (fold(state.q).trim() && !texts) {
    part("status").textContent = words.loading;
    await fetched();
  }
  show();
};
const change = () => {
  notice("");
  toAddress();
  return run();
};
const clear = () => {
  state.q = input.value = "";
  for (const values of state.values.values()) values.clear();
  change();
  input.focus();
};

// Filters: a menu each; in a wide window one is open at a time, above the table.
const ticks = [];
const menus = [];
for (const [key, heading, values] of filters) {
  const number = element("span", { className: "find-number" });
  const list = element("div", { className: "find-values", role: "group", "aria-label": heading });
  for (const [value, label] of values) {
    const tick = element("input", { type: "checkbox", name: key, value });
    const count = element("span", { className: "count" });
    tick.addEventListener("change", () => {
      state.values.get(key)[tick.checked ? "add" : "delete"](value);
      change();
    });
    list.append(element("label", {}, tick, element("span", { textContent: label }), count));
    ticks.push({ key, value, input: tick, count });
  }
  const details = element("details", {}, element("summary", {}, element("span", { textContent: heading }), number), list);
  details.addEventListener("toggle", () => {
    if (details.open && wide.matches) for (const other of menus) if (other.details !== details) other.details.open = false;
  });
  details.addEventListener("focusout", ({ relatedTarget }) => {
    if (wide.matches && relatedTarget && !details.contains(relatedTarget)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.firstChild.focus();
  });
  menus.push({ key, details, number });
  part("filters").append(details);
}
document.addEventListener("click", ({ target }) => {
  if (wide.matches) for (const { details } of menus) if (!details.contains(target)) details.open = false;
});

// Each chosen value, to be taken away with one press; the next one then has the focus.
const list = element("ul", { className: "find-chips", hidden: true });
part("status").parentElement.before(list);
const showChips = () => {
  list.replaceChildren();
  for (const [key, values] of state.values) {
    for (const value of values) {
      const label = known.get(key).get(value).label;
      const sign = element("span", { textContent: "×", "aria-hidden": "true" });
      const button = element("button", { type: "button", "aria-label": fill(words.remove, { value: label }) }, element("span", { textContent: label }), sign);
      button.addEventListener("click", () => {
        const place = [...list.children].indexOf(button.parentElement);
        values.delete(value);
        change();
        (list.children[Math.min(place, list.children.length - 1)]?.firstChild ?? input).focus();
      });
      list.append(element("li", {}, button));
    }
  }
  list.hidden = !list.children.length;
};

// Order: the head of a column is a button; decisions without a date or an amount stay last.
const heads = [...table.tHead.querySelectorAll("[data-sort]")];
const last = (one, other) => Number(!one) - Number(!other);
const ORDERS = {
  name: (a, b, way) => way * collator.compare(a.name, b.name),
  date: (a, b, way) => last(dates[a.index], dates[b.index]) || way * (dates[a.index] > dates[b.index] ? 1 : dates[a.index] < dates[b.index] ? -1 : 0),
  claimed: (a, b, way) => {
    const [one, other] = [claimed[a.index], claimed[b.index]];
    return last(one.length, other.length) || (one.length && (collator.compare(one[0], other[0]) || way * (one[1] - other[1])));
  },
};
const order = () => {
  const key = state.sort.replace(/^-/, "");
  const way = state.sort.startsWith("-") ? -1 : 1;
  const sorted = [...rows].sort((a, b) => (key && ORDERS[key](a, b, way)) || a.index - b.index);
  body.append(...sorted.map(({ row }) => row));
  for (const head of heads) {
    if (head.dataset.sort === key) head.setAttribute("aria-sort", way < 0 ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
};
for (const head of heads) {
  const key = head.dataset.sort;
  const [first, second] = key === "name" ? ["name", "-name"] : [`-${key}`, key];
  const button = element("button", { type: "button" }, ...head.childNodes);
  button.addEventListener("click", () => {
    state.sort = state.sort === first ? second : first;
    order();
    change();
  });
  head.append(button);
}
table.tHead.dataset.label = words.sort;

// The choice to compare: two to four decisions, whatever is shown at the moment.
const picks = rows.map(({ row, id, index }) => {
  const tick = element("input", { type: "checkbox", className: "find-tick" });
  const label = element("span", { id: `find-choose-${index}`, textContent: words.choose });
  const name = row.querySelector("th a");
  name.id = `find-name-${index}`;
  tick.setAttribute("aria-labelledby", `${label.id} ${name.id}`);
  tick.addEventListener("change", () => {
    state.pick = tick.checked ? [...state.pick, id] : state.pick.filter((other) => other !== id);
    showPicks();
    change();
  });
  row.append(element("td", { className: "find-pick" }, element("label", {}, tick, label)));
  return { id, tick };
});
table.tHead.rows[0].append(element("th", { scope: "col", className: "find-pick", textContent: words.compare }));
const showPicks = () => {
  const count = state.pick.length;
  for (const { id, tick } of picks) {
    tick.checked = state.pick.includes(id);
    tick.disabled = count >= MOST && !tick.checked;
  }
  const names = state.pick.map((id) => rows.find((one) => one.id === id).name).join(words.list_separator);
  const said = count === 1 ? words.chosen_one : words.chosen;
  part("choice").hidden = !count;
  part("choice").querySelector("[role=status]").textContent = count ? fill(said, { count, names }) + (count === MOST ? ` ${words.full}` : "") : "";
  const link = part("compare");
  link.hidden = count < 2;
  link.href = `../compare/${location.protocol === "file:" ? "index.html" : ""}?ids=${state.pick.map(encodeURIComponent).join(",")}`;
};
part("unchoose").addEventListener("click", () => {
  state.pick = [];
  showPicks();
  change();
  input.focus();
});

let waiting = 0;
const typed = (event) => {
  if (event.isComposing) return;
  clearTimeout(waiting);
  state.q = input.value;
  waiting = setTimeout(change, 150);
};
input.addEventListener("input", typed);
input.addEventListener("compositionend", typed);
box.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  state.q = input.value;
  change();
});
part("clear").addEventListener("click", clear);

const stale = fromAddress();
input.value = state.q;
part("narrow").open = wide.matches;
box.hidden = false;
table.classList.add("is-alive");
for (const link of document.querySelectorAll(".book-languages a")) link.search = location.search;
if (stale.length) notice(fill(words.stale, { parts: stale.slice(0, 5).join(words.list_separator) }));
if (state.sort) order();
showPicks();
run();
})();
