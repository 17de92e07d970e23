// @ts-check
/** The service worker of the language that is read: registered after the page is there, renewed without a reload. */
import { facts } from './words.js';

const BUSY = 'hundre-busy';
/** @type {Set<Element>} */
const touched = new Set();
let holding = false;

/** A new version takes over between pages, never under what somebody is writing. */
export async function keepUpToDate() {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register(`/sw.js?lang=${facts().lang}`, { updateViaCache: 'none' }).catch(notNow);
  if (!registration) return;
  const offer = () => registration.waiting?.postMessage({ type: 'skip-waiting' });
  offer();
  addEventListener('pagehide', offer);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(() => {});
  });
}

/** The page works without; the next visit tries again. @param {unknown} error */
function notNow(error) {
  console.warn('The service worker could not be registered', error);
}

/** Forms being written hold a shared lock that the service worker respects. */
export function noticeWriting() {
  document.addEventListener('input', (event) => {
    const form = /** @type {Element} */ (event.target).closest('form:not([data-settings])');
    if (form) touched.add(form);
    hold();
  });
  document.addEventListener('submit', (event) => touched.delete(/** @type {Element} */ (event.target)));
}

function hold() {
  if (holding || !touched.size || !navigator.locks) return;
  holding = true;
  navigator.locks.request(BUSY, { mode: 'shared' }, () => new Promise(() => {}));
}
