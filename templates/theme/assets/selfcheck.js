// The self-check: the questions as a form, what the answers lead to, and the answers in the address so that they can be sent on.
(() => {
const page = document.querySelector("[data-self-check]");
if (page) {
  const { data, element, fill, decorate, panel, count } = window.casebook.checklist;
  const { words, levels, questions } = data;
  const result = document.querySelector("[data-result]");
  const list = document.querySelector(".check-checklist a").href.split("#")[0];
  const rank = new Map(levels.map((level, index) => [level.id, index]));
  const chosen = new Map(questions.map((question) => [question.id, new Set()]));
  const faults = element("p", { className: "own-said is-trouble", textContent: words.unread, hidden: true });
  const status = element("p", { className: "check-status" });
  const address = element("input", { type: "text", readOnly: true });
  const items = element("div", { className: "check-items" });
  const place = element("div", { className: "own-panel" });
  const share = element("div", { className: "check-share" });
  const hint = element("p", { className: "note", textContent: words.share_text });
  const inputs = [];

  // The address: #a=question:answer,answer;question:answer
  const fragment = () =>
    [...chosen]
      .filter(([, answers]) => answers.size)
      .map(([id, answers]) => `${id}:${[...answers].join(",")}`)
      .join(";");
  const fromAddress = () => {
    if (!location.hash.startsWith("#a=")) return;
    let text = "";
    let lost = 0;
    try {
      text = decodeURIComponent(location.hash.slice(3));
    } catch {
      lost += 1;
    }
    for (const answers of chosen.values()) answers.clear();
    for (const part of text.split(";").filter(Boolean)) {
      const [id, given = ""] = part.split(":");
      const question = questions.find((one) => one.id === id);
      for (const answer of given.split(",")) {
        const known = question?.answers.some((one) => one.id === answer);
        if (known && (question.several || !chosen.get(id).size)) chosen.get(id).add(answer);
        else lost += 1;
      }
    }
    faults.hidden = !lost;
  };
  const toAddress = () => {
    const answers = fragment();
    const here = location.href.split("#")[0];
    address.value = answers ? `${here}#a=${answers}` : here;
    try {
      history.replaceState(null, "", answers ? `#a=${answers}` : location.pathname + location.search);
    } catch {
      // A copy of the page in a folder may not change its address; the field below still has it.
    }
    for (const link of document.querySelectorAll(".book-languages a")) link.hash = answers ? `a=${answers}` : "";
  };

  // Which items apply, at which level, and the answers that brought each in.
  const weigh = () => {
    const given = questions.flatMap((question, index) =>
      question.answers.filter((answer) => chosen.get(question.id).has(answer.id)).map((answer) => ({ ...answer, question: question.id, number: index + 1 })),
    );
    const highest = new Map();
    for (const { question, level } of given) if (level) highest.set(question, Math.max(highest.get(question) ?? 0, rank.get(level)));
    let level = 0;
    levels.forEach(({ lifted_by: needed }, index) => {
      if (needed && [...highest.values()].filter((one) => one >= index).length >= needed) level = index;
    });
    const weights = new Set(levels[level]?.weights ?? []);
    const found = new Map();
    const bring = (id, at, because) => {
      const one = found.get(id) ?? { level: 0, because: [] };
      one.level = Math.max(one.level, at);
      if (!one.because.includes(because)) one.because.push(because);
      found.set(id, one);
    };
    for (const answer of given) {
      const said = fill(words.answered, { number: answer.number, answer: answer.text.replace(/[.。]$/, "") });
      for (const item of data.items) {
        for (const role of answer.roles) {
          if (weights.has(item.roles[role])) bring(item.id, level, said + fill(words.brackets, { text: data.weights[item.roles[role]] }));
        }
      }
      for (const id of answer.items) bring(id, Math.max(level, rank.get(answer.level) ?? 0), said);
    }
    const answered = new Set(given.map((answer) => answer.question)).size;
    return { level, found, answered, roles: given.some((answer) => answer.roles.length) };
  };

  const mark = (level) =>
    element("span", { className: `mark mark-levels is-${level.id}` }, element("span", { className: "sign", textContent: level.sign }), level.name);
  const article = (item, one) => {
    const made = element("article", { className: "item" });
    made.append(
      element("h4", {}, element("span", { className: "item-id", textContent: item.id }), `${item.text} `, mark(levels[one.level])),
      element("dl", { className: "pairs" },
        element("dt", { textContent: words.because }), ...one.because.map((text) => element("dd", { textContent: text })),
        element("dt", { textContent: words.why }), element("dd", { textContent: item.reason }),
        element("dd", {}, element("a", { href: `${list}#${item.id}`, textContent: words.whole_item }, element("span", { className: "only-heard", textContent: ` ${item.id}` }))),
      ),
    );
    return made;
  };
  const show = () => {
    const { level, found, answered, roles } = weigh();
    for (const { input, question, answer, place } of inputs) {
      input.checked = chosen.get(question).has(answer);
      place.classList.toggle("is-chosen", input.checked);
    }
    const name = levels[level]?.name ?? "";
    status.textContent = answered ? fill(words.status, { level: name, items: found.size, answered, all: questions.length }) : words.status_none;
    document.documentElement.classList.toggle("has-result", answered > 0);
    for (const part of [place, share, hint]) part.hidden = !answered;
    items.replaceChildren(...(answered ? [] : [element("p", { textContent: words.status_none })]));
    if (answered && !roles) items.append(element("p", { className: "notice", textContent: words.status_no_role }));
    if (answered && !found.size) items.append(element("p", { textContent: words.nothing }));
    if (answered && levels[level]) items.append(element("p", { className: "check-level" }, mark(levels[level]), ` ${levels[level].text}`));
    for (const principle of data.principles) {
      const here = data.items.filter((item) => item.principle === principle.id && found.has(item.id));
      if (here.length) items.append(element("h3", { textContent: principle.name }));
      for (const item of here) {
        const made = article(item, found.get(item.id));
        items.append(made);
        decorate(made, item.id);
      }
    }
    toAddress();
    count();
  };

  // Each answer's text becomes the label of its box; what follows from it opens when it is chosen, the rest on demand.
  for (const question of questions) {
    const field = page.querySelector(`[data-question="${CSS.escape(question.id)}"]`);
    const toggle = element("button", { type: "button", className: "question-more", textContent: words.why_and_what });
    toggle.append(element("span", { className: "only-heard", textContent: ` ${questions.indexOf(question) + 1}` }));
    toggle.setAttribute("aria-expanded", "false");
    toggle.addEventListener("click", () => toggle.setAttribute("aria-expanded", String(field.classList.toggle("is-open"))));
    for (const answer of question.answers) {
      const place = field.querySelector(`[data-answer="${CSS.escape(answer.id)}"]`);
      const text = place.querySelector(".answer-text");
      const input = element("input", { type: question.several ? "checkbox" : "radio", name: question.id, value: answer.id });
      text.replaceChildren(element("label", {}, input, element("span", {}, ...text.childNodes)));
      inputs.push({ input, question: question.id, answer: answer.id, place });
      input.addEventListener("change", () => {
        const answers = chosen.get(question.id);
        if (!question.several) answers.clear();
        if (input.checked) answers.add(answer.id);
        else answers.delete(answer.id);
        faults.hidden = true;
        show();
      });
    }
    field.querySelector(".question-why").before(toggle);
  }
  page.classList.add("is-form");

  const act = (label, action) => {
    const made = element("button", { type: "button", textContent: label });
    made.addEventListener("click", action);
    return made;
  };
  const toResult = act(words.to_result, () => {
    result.scrollIntoView();
    document.getElementById("result").focus({ preventScroll: true });
  });
  document.getElementById("result").tabIndex = -1;
  const clear = act(words.clear, () => {
    for (const answers of chosen.values()) answers.clear();
    show();
    inputs[0].input.focus();
  });
  page.prepend(faults);
  page.append(element("div", { className: "check-bar" }, status, element("div", { className: "own-tools" }, toResult, clear)));
  status.setAttribute("role", "status");
  const copied = element("span", { className: "note" });
  copied.setAttribute("role", "status");
  share.append(element("label", {}, element("span", { textContent: words.share }), address));
  address.addEventListener("focus", () => address.select());
  if (navigator.clipboard) {
    share.append(act(words.copy, async () => {
      try {
        await navigator.clipboard.writeText(address.value);
        copied.textContent = words.copied;
      } catch {
        address.focus();
      }
    }), copied);
  }
  result.append(place, items, share, hint);
  panel(place);
  fromAddress();
  show();
  window.addEventListener("hashchange", () => {
    fromAddress();
    show();
  });
}
})();
