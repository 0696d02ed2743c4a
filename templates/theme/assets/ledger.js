// What a reader ticked and wrote about the items of the checklist: kept in this browser alone, read from and written to files.
(() => {
const KEY = "casebook-checklist";
const FORMAT = "casebook-checklist";
const VERSION = 1;
const LIMITS = { note: 4000, owner: 200 };
const LARGEST = 1_000_000;
const EMPTY = { done: false, note: "", owner: "", date: "" };

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isDate = (text) => text === "" || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text));
const isEntry = (entry) =>
  isObject(entry) &&
  Object.keys(entry).every((key) => Object.hasOwn(EMPTY, key)) &&
  typeof (entry.done ?? false) === "boolean" &&
  Object.keys(LIMITS).every((key) => typeof (entry[key] ?? "") === "string" && (entry[key] ?? "").length <= LIMITS[key]) &&
  typeof (entry.date ?? "") === "string" &&
  isDate(entry.date ?? "");
const isEmpty = (entry) => Object.keys(EMPTY).every((key) => entry[key] === EMPTY[key]);

// The items a text holds, or the fault for which it is not taken: "not_json", "wrong_shape" or "wrong_version".
const parse = (text) => {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return { fault: "not_json" };
  }
  if (!isObject(data) || data.format !== FORMAT || typeof data.version !== "number") return { fault: "wrong_shape" };
  if (data.version !== VERSION) return { fault: "wrong_version" };
  if (!isObject(data.items) || !Object.values(data.items).every(isEntry)) return { fault: "wrong_shape" };
  return { items: new Map(Object.entries(data.items).map(([id, entry]) => [id, { ...EMPTY, ...entry }])) };
};

const compose = (items) => {
  const kept = [...items].filter(([, entry]) => !isEmpty(entry)).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, items: Object.fromEntries(kept) }, null, 1)}\n`;
};

// `said` is called after each writing: with nothing, or with "refused", "full" or "put_aside" when the browser does not keep what it is given.
const open = (said) => {
  let items = new Map();
  let storage = null;
  try {
    storage = window.localStorage;
    storage.getItem(KEY);
  } catch {
    storage = null;
  }

  // What cannot be read stays in the browser under another name. If even that fails, nothing is written over it.
  const putAside = (text) => {
    let number = 1;
    while (storage.getItem(`${KEY}-${number}`) !== null) number += 1;
    try {
      storage.setItem(`${KEY}-${number}`, text);
      storage.removeItem(KEY);
    } catch {
      storage = null;
    }
    said("put_aside");
  };
  const read = () => {
    const text = storage?.getItem(KEY) ?? null;
    if (text === null) return;
    const found = parse(text);
    if (found.fault) putAside(text);
    else items = found.items;
  };
  const write = () => {
    if (!storage) return said("refused");
    try {
      storage.setItem(KEY, compose(items));
      said("");
    } catch {
      said("full");
    }
  };

  if (storage) read();
  if (!storage) said("refused");
  return {
    get: (id) => items.get(id) ?? EMPTY,
    text: () => compose(items),
    // Another tab may have written meanwhile: only this item's entry is put into what is kept now.
    set(id, entry) {
      if (storage?.getItem(KEY) !== null) read();
      items.set(id, { ...EMPTY, ...entry });
      write();
    },
    // The items of a file that are known, put over what is there; gives back how to undo it.
    load(text, known) {
      if (text.length > LARGEST) return { fault: "too_large" };
      const found = parse(text);
      if (found.fault) return found;
      if (storage) read();
      const before = new Map(items);
      const ids = new Set(known);
      const [taken, unknown] = [[], []];
      for (const id of found.items.keys()) (ids.has(id) ? taken : unknown).push(id);
      for (const id of taken) items.set(id, found.items.get(id));
      if (taken.length) write();
      const undo = () => {
        if (storage) read();
        for (const id of taken) items.set(id, before.get(id) ?? EMPTY);
        write();
      };
      return { count: taken.length, unknown, undo };
    },
    watch(changed) {
      window.addEventListener("storage", (event) => {
        if (event.key !== KEY || event.newValue === null) return;
        read();
        changed();
      });
    },
  };
};

window.casebook = Object.assign(window.casebook ?? {}, { ledger: { open, LIMITS, LARGEST } });
})();
