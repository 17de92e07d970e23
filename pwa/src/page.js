// @ts-check
/** What every page, a citizen's and the desk's, can do: look as chosen, read aloud, print, be passed on. */
import { every, focusOn } from './dom.js';
import { offerReading } from './reading.js';
import { apply, bind, follow, set, settings } from './settings.js';
import { word } from './words.js';

export function readingPage() {
  apply(settings());
  follow();
  every('form[data-settings]').forEach((form) => bind(/** @type {HTMLFormElement} */ (form)));
  every('a[data-language]').forEach((one) => one.addEventListener('click', () => set('lang', one.dataset.language ?? 'nb')));
  offerReading(every('[data-tool=read]'));
  offer('print', () => print());
  if (canShare() || navigator.clipboard) offer('share', share);
  focusOn(document.querySelector('[data-focus]'));
}

function canShare() {
  return 'share' in navigator;
}

/** @param {string} tool @param {(button: HTMLElement) => void} use */
function offer(tool, use) {
  for (const button of every(`[data-tool=${tool}]`)) {
    button.hidden = false;
    button.addEventListener('click', () => use(button));
  }
}

/** The phone's own way of sharing, or a copied address. @param {HTMLElement} button */
async function share(button) {
  const url = location.origin + location.pathname;
  if (!canShare()) return copy(button, url);
  await navigator.share({ title: document.title, url }).catch(async (refused) => {
    if (refused.name !== 'AbortError') await copy(button, url);
  });
}

/** @param {HTMLElement} button @param {string} url */
async function copy(button, url) {
  await navigator.clipboard.writeText(url);
  const told = document.createElement('p');
  told.setAttribute('role', 'status');
  button.parentElement?.after(told);
  told.textContent = word('share.copied');
}
