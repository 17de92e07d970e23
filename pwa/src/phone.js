// @ts-check
/** The phone as one thing: its store, vault, drafts, outbox and kept things, and the news between its tabs. */
import { makeDrafts } from './drafts.js';
import { makeOutbox } from './outbox.js';
import { phoneStore } from './store.js';
import { makeThings } from './things.js';
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
  return { store, vault, drafts: makeDrafts(store, vault), outbox: makeOutbox({ store, vault, tell }), things: makeThings(store, vault), listen, stir };
}
/** @typedef {ReturnType<typeof openPhone>} Phone */
