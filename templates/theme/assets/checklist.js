// The checklist that can be filled in: a box, a note, a person and a date at each item; progress, files and print above them.
(() => {
const block = document.querySelector("[data-checklist]");
if (block) {
  const data = JSON.parse(block.textContent);
  const { words } = data;
  const byId = new Map(data.items.map((item) => [item.id, item]));
  const { ledger, tables } = window.casebook;
  const line = (className) => Object.assign(document.createElement("p"), { className, hidden: true });
  const lines = { aside: line("own-said is-trouble"), store: line("own-said is-trouble"), file: line("own-said") };
  const book = ledger.open((trouble) => {
    const place = trouble === "put_aside" ? lines.aside : lines.store;
    place.textContent = trouble ? words[trouble] : "";
    place.hidden = !trouble;
  });
  let counters = [];
  let serial = 0;

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const fill = (word, values) => word.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const labelled = (label, value) => fill(words.label, { label, value });
  const heard = (text) => element("span", { className: "only-heard", textContent: ` ${text}` });
  const articles = () => [...document.querySelectorAll("[data-item]")];
  const shown = () => articles().filter((one) => !one.hidden).map((one) => byId.get(one.dataset.item));

  // Controls of one item; what stands in them is set by `show`, what a reader does in them is kept at once.
  const decorate = (article, id) => {
    article.dataset.item = id;
    serial += 1;
    const box = element("input", { type: "checkbox" });
    const owner = element("input", { type: "text", maxLength: ledger.LIMITS.owner, autocomplete: "off" });
    const date = element("input", { type: "date", max: "9999-12-31" });
    const note = element("textarea", { rows: 3, maxLength: ledger.LIMITS.note });
    const fields = element("div", { className: "own-fields", id: `own-${serial}`, hidden: true });
    for (const [name, input] of [["owner", owner], ["date", date], ["note", note]]) {
      fields.append(element("label", { className: `own-${name}` }, element("span", { textContent: words[name] }, heard(id)), input));
    }
    const more = element("button", { type: "button", className: "own-more", textContent: words.more }, heard(id));
    more.setAttribute("aria-controls", fields.id);
    const written = element("div", { className: "own-print" });
    const open = (wanted) => {
      fields.hidden = !wanted;
      more.setAttribute("aria-expanded", String(wanted));
    };
    open(false);
    const done = element("label", { className: "own-done" }, box, element("span", { textContent: words.done }, heard(id)));
    const own = element("div", { className: "own" }, element("div", { className: "own-row" }, done, more), fields, written);
    article.querySelector("h3, h4").after(own);
    const print = (entry) => {
      const line = element("p", {}, `${entry.done ? "☑" : "☐"} ${words.done}`);
      for (const name of ["owner", "date"]) line.append(" ", element("span", { textContent: labelled(words[name], entry[name] || "____________") }));
      written.replaceChildren(line, element("p", { className: "own-note-print", textContent: entry.note }));
    };
    // While another tab writes, the field a reader is in stays as it is; a loaded file changes every field.
    const show = (everywhere) => {
      const entry = book.get(id);
      box.checked = entry.done;
      for (const [name, input] of [["owner", owner], ["date", date], ["note", note]]) {
        if (everywhere || document.activeElement !== input) input.value = entry[name];
      }
      article.classList.toggle("is-done", entry.done);
      if (entry.owner || entry.date || entry.note) open(true);
      print(entry);
    };
    const keep = () => {
      const entry = { done: box.checked, owner: owner.value, date: date.value, note: note.value };
      book.set(id, entry);
      article.classList.toggle("is-done", entry.done);
      print(entry);
      count();
    };
    own.addEventListener("input", keep);
    more.addEventListener("click", () => open(fields.hidden));
    article.showEntry = show;
    show(true);
  };

  const count = () => {
    const here = shown();
    for (const { id, line, bar, text } of counters) {
      const all = here.filter((item) => item.principle === id);
      const done = all.filter((item) => book.get(item.id).done).length;
      line.hidden = !all.length;
      bar.max = all.length || 1;
      bar.value = done;
      text.textContent = fill(words.progress, { done, all: all.length });
    }
  };
  const refresh = (everywhere) => {
    for (const article of articles()) article.showEntry(everywhere);
    count();
  };

  const table = () => {
    const [roleName, principleName] = [data.roles, data.principles].map((list) => new Map(list.map((one) => [one.id, one.name])));
    const head = ["item", "principle", "to_do", "roles", "done", "owner", "date", "note"].map((key) => words[key]);
    const rows = shown().map((item) => {
      const entry = book.get(item.id);
      const roles = Object.keys(item.roles).map((role) => roleName.get(role)).join(words.list_separator);
      return [item.id, principleName.get(item.principle), item.text, roles, entry.done ? words.yes : words.no, entry.owner, entry.date, entry.note];
    });
    return [head, ...rows];
  };
  const say = (sentences, undo) => {
    lines.file.replaceChildren(...sentences.map((text) => element("span", { textContent: text })));
    if (undo) {
      const button = element("button", { type: "button", textContent: words.undo });
      button.addEventListener("click", () => {
        undo();
        refresh(true);
        say([words.undone]);
      });
      lines.file.append(button);
    }
    lines.file.hidden = false;
  };
  const load = async (file) => {
    const found = file.size > 4 * ledger.LARGEST ? { fault: "too_large" } : book.load(await file.text(), data.known);
    if (found.fault) return say([words[found.fault], words.unchanged]);
    refresh(true);
    const sentences = [fill(words.loaded, { count: found.count })];
    if (found.unknown.length) sentences.push(fill(words.left_out, { ids: found.unknown.slice(0, 20).join(words.list_separator) + (found.unknown.length > 20 ? "…" : "") }));
    say(sentences, found.count ? found.undo : null);
  };

  const button = (label, action) => {
    const made = element("button", { type: "button", textContent: label });
    made.addEventListener("click", action);
    return made;
  };
  const show = (role) => {
    for (const article of articles()) article.hidden = Boolean(role) && !(role in byId.get(article.dataset.item).roles);
    count();
  };
  const roleChoice = () => {
    const select = element("select", {}, element("option", { value: "", textContent: words.every_role }));
    for (const role of data.roles) select.append(element("option", { value: role.id, textContent: role.name }));
    const asked = new URLSearchParams(location.search).get("role") ?? "";
    if (data.roles.some((role) => role.id === asked)) select.value = asked;
    const address = (role) => {
      try {
        history.replaceState(null, "", (role ? `?role=${role}` : location.pathname) + location.hash);
      } catch {
        // A copy of the page in a folder may not change its address; the choice holds all the same.
      }
    };
    select.addEventListener("change", () => {
      show(select.value);
      address(select.value);
    });
    // A link to an item that the choice hides shows everything again.
    const follow = () => {
      if (!document.getElementById(location.hash.slice(1))?.closest("[data-item][hidden]")) return;
      select.value = "";
      show("");
      address("");
      document.getElementById(location.hash.slice(1)).scrollIntoView();
    };
    window.addEventListener("hashchange", follow);
    show(select.value);
    follow();
    return element("label", { className: "own-choice" }, element("span", { textContent: words.show }), select);
  };
  const panel = (place) => {
    const list = element("ul", { className: "own-progress" });
    counters = data.principles.map(({ id, name }) => {
      const [bar, text] = [element("progress", { value: 0, max: 1 }), element("span", { className: "count" })];
      bar.setAttribute("aria-label", name);
      const line = element("li", {}, element("span", { textContent: name }), bar, text);
      list.append(line);
      return { id, line, bar, text };
    });
    const file = element("input", { type: "file", accept: ".json,application/json", className: "only-heard" });
    file.addEventListener("change", async () => {
      if (file.files.length) await load(file.files[0]);
      file.value = "";
    });
    const tools = element(
      "div",
      { className: "own-tools" },
      button(words.save_json, () => tables.save(`${words.file}.json`, [book.text()], "application/json")),
      button(words.save_csv, () => tables.save(`${words.file}.csv`, [tables.csv(table())], "text/csv")),
      button(words.save_xlsx, () => tables.save(`${words.file}.xlsx`, tables.xlsx(table(), words.title, [9, 24, 46, 30, 9, 20, 12, 46]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
      element("label", { className: "own-load" }, file, words.load),
      button(words.print, () => window.print()),
    );
    const said = element("div", {}, ...Object.values(lines));
    said.setAttribute("role", "status");
    place.append(element("p", { className: "own-title", textContent: words.title }), element("p", { className: "note", textContent: words.kept }));
    if (place.dataset.checklistPanel === "roles" && data.roles.length > 1) place.append(roleChoice());
    place.append(list, tools, said);
    place.hidden = false;
    count();
  };

  window.casebook.checklist = { data, element, fill, decorate, panel, count };
  for (const article of document.querySelectorAll("article.item[id]")) if (byId.has(article.id)) decorate(article, article.id);
  const place = document.querySelector("[data-checklist-panel]");
  if (place) panel(place);
  book.watch(() => refresh(false));
}
})();
