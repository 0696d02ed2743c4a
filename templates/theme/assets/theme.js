// What the theme keeps between pages, and the colours a reader chose: the theme's own inline scripts as a file, because a strict
// policy forbids inline ones. The theme's bundle, which runs after this, calls these four names.
/* global __md_scope, __md_get */
window.__md_scope = new URL("..", document.currentScript.src);
window.__md_hash = (text) => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);
window.__md_get = (key, storage = localStorage, scope = __md_scope) => JSON.parse(storage.getItem(`${scope.pathname}.${key}`));
window.__md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only means that nothing is remembered.
  }
};
(() => {
  let chosen = null;
  try {
    chosen = __md_get("__palette");
  } catch {
    return;
  }
  if (!chosen?.color) return;
  if (chosen.color.media === "(prefers-color-scheme)") {
    const light = matchMedia("(prefers-color-scheme: light)").matches;
    const input = document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${light ? "light" : "dark"})"]`);
    for (const key of ["media", "scheme", "primary", "accent"]) chosen.color[key] = input.getAttribute(`data-md-color-${key}`);
  }
  for (const [key, value] of Object.entries(chosen.color)) document.body.setAttribute(`data-md-color-${key}`, value);
  document.documentElement.classList.replace("no-js", "js");
})();
