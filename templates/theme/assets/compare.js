// The compare page: two to four decisions beside each other, chosen in the address (?ids=a,b) or on the page.
(() => {
const page = document.querySelector("[data-compare]");
if (page) {
  const MOST = 4;
  const SHOWN = 60;
  const words = JSON.parse(page.querySelector("[data-compare-words]").textContent);
  const form = page.querySelector("form");
  const status = page.querySelector("[data-compare-status]");
  const result = page.querySelector("[data-compare-result]");
  const tree = new URL("../", document.currentScript.src);
  const fill = (word, values) => word.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const first = form.querySelector(".compare-choice");
  const choices = [first];
  for (let number = 2; number <= MOST; number += 1) {
    const choice = first.cloneNode(true);
    const label = choice.querySelector("label");
    label.htmlFor = choice.querySelector("select").id = `compare-${number}`;
    label.textContent = fill(words.decision, { number });
    choices.at(-1).after(choice);
    choices.push(choice);
  }
  const selects = choices.map((choice) => choice.querySelector("select"));
  const names = new Map([...selects[0].options].filter((one) => one.value).map((one) => [one.value, one.text]));

  let loading;
  const load = () => (loading ??= new Promise((done, failed) => {
    const script = element("script", { src: page.dataset.compare });
    script.addEventListener("load", () => (window.casebookComparison ? done(window.casebookComparison) : failed()));
    script.addEventListener("error", failed);
    document.head.append(script);
  }).catch((error) => {
    loading = undefined;
    throw error;
  }));

  // Read from a folder, a link has to name the file that a server would find by itself.
  const link = (href, text) => {
    const path = location.protocol === "file:" ? href.replace(/\/(?=#|$)/, "/index.html") : href;
    return element("a", { href: new URL(path, tree).href, textContent: text });
  };
  const piece = ({ t, h, k, s }) => {
    const sign = s ? [Object.assign(element("span", { className: "sign", textContent: s }), { ariaHidden: "true" })] : [];
    const made = h ? link(h, t) : k ? element("span", { className: k }, ...sign, t) : t;
    return [made, " "];
  };
  const cell = (lines, label) => {
    const made = element("td", {}, ...lines.map((line) => element("p", {}, ...line.flatMap(piece))));
    made.dataset.label = label;
    if (!lines.length) made.append(words.nothing);
    return made;
  };
  const table = (data, ids) => {
    const cases = ids.map((id) => data.cases[id]);
    const head = element("tr", {}, element("th", { scope: "col", textContent: words.result }));
    for (const one of cases) head.append(element("th", { scope: "col" }, link(one.h, one.name)));
    const rows = data.rows.map(([row, name]) => element("tr", {},
      element("th", { scope: "row", textContent: name }),
      ...cases.map((one) => cell(one.cells[row], one.name))));
    const made = element("table", { className: "cards matrix compare-table" }, element("thead", {}, head), element("tbody", {}, ...rows));
    const region = element("div", { className: "scroll scroll-both", tabIndex: 0, role: "region", ariaLabel: words.result }, made);
    return region;
  };

  const asked = () => {
    const ids = new URLSearchParams(location.search).getAll("ids").join(",").split(/[,，、]/).map((id) => id.replace(/\p{C}/gu, "").trim()).filter(Boolean);
    return [...new Set(ids)];
  };
  const toAddress = (ids) => {
    const search = ids.length ? `?ids=${ids.join(",")}` : "";
    try {
      history.replaceState(null, "", search || location.pathname);
    } catch {
      // Some browsers keep the address of a file as it is; the comparison stands without it.
    }
    for (const other of document.querySelectorAll(".book-languages a")) other.search = search;
  };
  const list = (texts) => texts.join(words.list_separator);
  const short = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

  let turn = 0;
  const show = async (wanted) => {
    const mine = ++turn;
    const strange = wanted.filter((id) => !names.has(id));
    const known = wanted.filter((id) => names.has(id));
    const ids = known.slice(0, MOST);
    const messages = [];
    if (strange.length) messages.push(fill(words.unknown, { ids: list(strange.slice(0, MOST).map(short)) }));
    if (known.length > MOST) messages.push(fill(words.too_many, { names: list(known.slice(MOST).map((id) => names.get(id))) }));
    selects.forEach((select, index) => {
      select.value = ids[index] ?? "";
      // What stands in another box cannot be chosen again: the arrow keys pass over it instead of being sent back.
      for (const option of select.options) option.disabled = option.value !== select.value && ids.includes(option.value);
    });
    toAddress(ids);
    let made = [];
    if (ids.length) {
      try {
        const data = await load();
        if (mine !== turn) return;
        made = [table(data, ids)];
        messages.push(ids.length === 1 ? words.one : fill(words.shown, { names: list(ids.map((id) => names.get(id))) }));
      } catch {
        if (mine !== turn) return;
        messages.push(words.failed);
      }
    } else messages.push(words.start);
    result.replaceChildren(...made);
    status.replaceChildren(...messages.map((textContent) => element("p", { textContent })));
  };

  page.hidden = false;
  form.addEventListener("change", () => show([...new Set(selects.map((select) => select.value).filter(Boolean))]));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    show([]);
    selects[0].focus();
  });
  show(asked());
}
})();
