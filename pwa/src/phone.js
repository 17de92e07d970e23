// @ts-check
/** The phone as one thing: its store, vault, drafts and outbox, and the news between its tabs. */
import { makeDrafts } from './drafts.js';
import { makeOutbox } from './outbox.js';
import { phoneStore } from './store.js';
import { makeVault } from './vault.js';

/** @typedef {import('./outbox.js').News} News */

/** @param {(news: News) => void} [heard] what this or another tab, or the service worker, has sent or changed */
export function openPhone(heard = () => {}) {
  const channel = new BroadcastChannel('hundre');
  channel.onmessage = (event) => heard(event.data);
  const tell = (/** @type {News} */ news) => {
    channel.postMessage(news);
    heard(news);
  };
  const store = phoneStore();
  const vault = makeVault(store);
  return { store, vault, drafts: makeDrafts(store, vault), outbox: makeOutbox({ store, vault, tell }) };
}
/** @typedef {ReturnType<typeof openPhone>} Phone */

/** Can this browser keep anything, sealed, at all? */
export function canKeep() {
  return Boolean(globalThis.indexedDB && globalThis.crypto?.subtle && globalThis.BroadcastChannel);
}

/** Only where the browser can wake us without an open page may we promise to send by ourselves. */
export function sendsByItself() {
  return 'serviceWorker' in navigator && 'SyncManager' in globalThis;
}

/** A bonus where it exists: the service worker is woken when the net is back. */
export async function askForSync() {
  if (!sendsByItself()) return;
  const registration = /** @type {any} */ (await navigator.serviceWorker.getRegistration());
  await registration?.sync.register('hundre-outbox').catch(() => {});
}

/** An iPhone page that isn't on the home screen loses its store after some days without a visit. */
export function mayVanish() {
  const touchMac = navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1;
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent) || touchMac;
  const installed = matchMedia('(display-mode: standalone)').matches || /** @type {any} */ (navigator).standalone;
  return apple && !installed;
}
