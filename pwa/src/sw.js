// @ts-check
/**
 * The service worker: every public page and file without the net, nothing personal ever kept here.
 * The server puts `self.__WB_MANIFEST=[…]` in front of this file, and `self.__SHELF`: where the packs of pages lie.
 */
import { clientsClaim } from 'workbox-core/clientsClaim.js';
import { ExpirationPlugin } from 'workbox-expiration';
import { cleanupOutdatedCaches } from 'workbox-precaching/cleanupOutdatedCaches.js';
import { PrecacheController } from 'workbox-precaching/PrecacheController.js';
import { registerRoute } from 'workbox-routing/registerRoute.js';
import { CacheFirst } from 'workbox-strategies/CacheFirst.js';
import { openPhone } from './phone.js';
import { fromPack, stamped } from './packs.js';
import { isFile, isOurs, isPrivate, mayBeKept, offlinePage } from './public_pages.js';

/** @typedef {{waitUntil: (work: Promise<unknown>) => void, data?: any, tag?: string}} WorkerEvent */

const worker = /** @type {any} */ (self);
const PATIENCE = 3000;
const A_MOMENT = 400;

/** Asked for without a session, and kept only if it is ours: a café's sign-in page answers 200 to everything. */
const asAnybody = {
  requestWillFetch: async (/** @type {{request: Request}} */ { request }) => new Request(request, { credentials: 'omit' }),
  cacheWillUpdate: async (/** @type {{response: Response}} */ { response }) => (isOurs(response) ? response : null),
};
const precache = new PrecacheController({ plugins: [asAnybody] });

precache.addToCacheList(worker.__WB_MANIFEST);
cleanupOutdatedCaches();
clientsClaim();
worker.addEventListener('install', (/** @type {any} */ event) => (precache.install(event), straightFromTheShelf(event)));
worker.addEventListener('activate', (/** @type {any} */ event) => precache.activate(event));
worker.addEventListener('activate', (/** @type {WorkerEvent} */ event) => event.waitUntil(forgetStrangers()));

/** Where the browser can, it takes our files from the cache itself, without waking this worker for each. @param {any} event */
function straightFromTheShelf(event) {
  const { cacheName } = precache.strategy;
  event.addRoutes?.({ condition: { urlPattern: '/static/*' }, source: { cacheName } });
}

/** @param {string} path @returns {Promise<Response | undefined>} */
async function kept(path) {
  const key = precache.getCacheKeyForURL(path);
  return key ? (await caches.open(precache.strategy.cacheName)).match(key) : undefined;
}

/** A page as the phone has it, by itself or out of a pack. @param {string} path */
async function copyOf(path) {
  const whole = await kept(path);
  return whole ? stamped(whole) : fromPack(worker.__SHELF, path, kept);
}

/** The net first; a copy after three seconds, or when the net has nothing to say. @param {{request: Request, url: URL}} asked */
async function page({ request, url }) {
  const copy = isPrivate(url.pathname) ? undefined : await copyOf(url.pathname);
  const fresh = fetch(request.clone()).catch(() => onceMore(request));
  const first = copy ? await Promise.race([fresh, later(PATIENCE)]) : await fresh;
  if (first && (first.status < 500 || !copy)) return first;
  return copy ?? (await kept(offlinePage(url.pathname))) ?? (await kept(`${worker.__SHELF.prefix}/uten-nett`)) ?? Response.error();
}

/** A connection may break although there is a net: nobody is told "no net" for that. @param {Request} request */
function onceMore(request) {
  return worker.navigator.onLine ? later(A_MOMENT).then(() => fetch(request)).catch(() => undefined) : undefined;
}

/** @param {number} time @returns {Promise<undefined>} */
function later(time) {
  return new Promise((done) => setTimeout(done, time));
}

const files = new CacheFirst({
  cacheName: 'hundre-files',
  plugins: [{ cacheWillUpdate: async ({ response }) => (mayBeKept(response) ? response : null) }, new ExpirationPlugin({ maxEntries: 80 })],
});

registerRoute(({ request }) => request.mode === 'navigate', ({ request, url }) => page({ request, url }));
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isFile(url.pathname),
  async (asked) => (await kept(asked.url.pathname)) ?? files.handle(asked),
);

async function forgetStrangers() {
  const ours = new Set([precache.strategy.cacheName, 'hundre-files']);
  const all = (await caches.keys()).filter((name) => !ours.has(name) && !name.startsWith('hundre-files'));
  await Promise.all(all.map((name) => caches.delete(name)));
}

/** Takes over when what is being sent is sent, and only while nobody writes. */
async function takeOver() {
  const free = { ifAvailable: true };
  await navigator.locks.request('hundre-outbox', () => navigator.locks.request('hundre-busy', free, (quiet) => quiet && worker.skipWaiting()));
}

worker.addEventListener('message', (/** @type {WorkerEvent} */ event) => {
  if (event.data?.type === 'skip-waiting') event.waitUntil(takeOver());
});

/** A bonus: the same sending as the page's, under the same lock. What is left makes the browser try again. */
async function sendWaiting() {
  const { outbox } = openPhone();
  await outbox.sendAll({ force: true });
  const { entries } = await outbox.list();
  if (entries.some((entry) => entry.state === 'waiting')) throw new Error('Some of it still waits for the net');
}

worker.addEventListener('sync', (/** @type {WorkerEvent} */ event) => {
  if (event.tag === 'hundre-outbox') event.waitUntil(sendWaiting());
});
