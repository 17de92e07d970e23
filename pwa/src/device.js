// @ts-check
/** What this browser can do, and the one phone that the page's modules share. Light: it brings no store along. */
/** @typedef {import('./phone.js').Phone} Phone */

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
