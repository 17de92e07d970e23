// @ts-check
/* Runs before the page is painted, so that it never flashes in another size or colour. */
(() => {
  const page = document.documentElement;
  page.dataset.script = 'yes';
  /** @type {Record<string, string>} */
  let all = {};
  try {
    all = JSON.parse(localStorage.getItem('hundre.settings') || '{}');
  } catch {
    return;
  }
  if (all.color) page.dataset.colorScheme = all.color;
  if (all.contrast) page.dataset.contrast = all.contrast;
  const size = () => document.body && all.size && (document.body.dataset.size = all.size);
  if (!size() && all.size) {
    const seen = new MutationObserver(() => size() && seen.disconnect());
    seen.observe(page, { childList: true });
  }
})();
