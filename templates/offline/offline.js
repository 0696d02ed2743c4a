// In a folder, an address that ends in a slash shows a list of files. Links that a script writes are mended when they are followed.
(() => {
  const mend = (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (link && link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  };
  for (const kind of ["click", "auxclick", "contextmenu"]) document.addEventListener(kind, mend, true);
})();
