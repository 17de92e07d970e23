// @ts-check
/** The phone as one thing: its store, vault, drafts and outbox, and the news between its tabs. */
import { makeDrafts } from './drafts.js';
import { makeOutbox } from './outbox.js';
import { phoneStore } from './store.js';
import { makeVault } from './vault.js';

/** @typedef {import('./outbox.js').News} News */

export function openPhone() {
  const channel = new BroadcastChannel('hundre');
  /** @type {((news: News) => void)[]} */
  const listeners = [];
  const pass = (/** @type {News} */ news) => listeners.forEach((heard) => heard(news));
  const tell = (/** @type {News} */ news) => {
    channel.postMessage(news);
    pass(news);
  };
  channel.onmessage = (event) => pass(event.data);
  /** This page has a new place to show what waits. */
  const stir = () => pass({ sent: [] });
  /** What this or another tab, or the service worker, has sent or changed. @param {(news: News) => void} heard */
  const listen = (heard) => listeners.push(heard);
  const store = phoneStore();
  const vault = makeVault(store);
  return { store, vault, drafts: makeDrafts(store, vault), outbox: makeOutbox({ store, vault, tell }), listen, stir };
}
/** @typedef {ReturnType<typeof openPhone>} Phone */

/** One phone for all modules of a page: shell.js opens it, the others find it. @param {Phone} phone */
export function handOver(phone) {
  /** @type {any} */ (globalThis).hundre = phone;
}

/** Undefined where the browser can't keep anything. @returns {Phone | undefined} */
export function thePagesPhone() {
  return /** @type {any} */ (globalThis).hundre;
}

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
