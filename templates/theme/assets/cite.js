// Citations on a decision's page: a copy button for each, and the reader's own day where a date of access belongs.
(() => {
  for (const box of document.querySelectorAll("[data-citations]")) {
    const { copied, selected, locale } = box.dataset;
    const now = new Date();
    const figures = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    const days = {
      long: new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(now),
      iso: figures.join("-"),
    };
    for (const blank of box.querySelectorAll("[data-today]")) blank.textContent = days[blank.dataset.today];

    const select = (text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    };
    // A reader may refuse the clipboard, and a page that did not come over a safe connection has none.
    const copy = async (text) => {
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
        return copied;
      } catch {
        select(text);
        return selected;
      }
    };
    for (const button of box.querySelectorAll("button")) {
      const place = button.parentElement;
      button.hidden = false;
      button.addEventListener("click", async () => {
        for (const said of box.querySelectorAll("[role=status]")) said.textContent = "";
        place.querySelector("[role=status]").textContent = await copy(place.querySelector(".citation"));
      });
    }
  }
})();
