// @ts-check
/** A phone without a browser: its store in memory, an API that answers as told, a clock that stands still. */
import { makeDrafts } from '../src/drafts.js';
import { makeOutbox } from '../src/outbox.js';
import { makeThings } from '../src/things.js';
import { makeVault } from '../src/vault.js';
import { makeVisits } from '../src/visits.js';

/** @typedef {import('../src/store.js').Store} Store */
/** @typedef {{address: string, key: string, owner: string, credentials: string, body: any}} Call */

/** @returns {Store} */
export function memoryStore() {
  /** @type {Record<string, Map<string, any>>} */
  const shelves = { drafts: new Map(), outbox: new Map(), photos: new Map(), receipts: new Map(), keys: new Map(), settings: new Map(), things: new Map(), visits: new Map() };
  return {
    get: async (shelf, id) => shelves[shelf].get(id),
    all: async (shelf) => [...shelves[shelf].values()],
    write: async (changes, unless = []) => {
      if (unless.some(([shelf, id]) => shelves[shelf].has(id))) return false;
      for (const one of changes) {
        if ('put' in one) shelves[one.put].set(one.value.id, one.value);
        else shelves[one.remove].delete(one.id);
      }
      return true;
    },
  };
}

/** @param {number} status @param {unknown} body @param {Record<string, string>} [headers] */
export function ours(status, body, headers = {}) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type, Hundre: '1', ...headers } });
}

export function portal() {
  return new Response('<html>Sign in to the café</html>', { status: 200, headers: { 'Content-Type': 'text/html' } });
}

/** @param {string} who */
export function keyOf(who) {
  return { key: Buffer.alloc(32, who).toString('base64url'), key_id: `key-of-${who}`, owner: who };
}

/** One at a time on this phone, as the browser's lock has it. */
function queue() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return (/** @type {() => Promise<any>} */ work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}

/** A phone, and the levers of the world around it. */
export function phone() {
  const store = memoryStore();
  const world = {
    now: 1_000_000,
    /** @type {string | null} */ session: null,
    /** @type {Call[]} */ calls: [],
    /** @type {(call: Call) => Response | Promise<Response>} */ api: () => ours(201, { reference: 'B-26-0001', status: 'received', receipt: '/bolig/kvittering/B-26-0001?token=t' }),
  };
  /** @type {any} */
  const ask = async () => (world.session ? ours(200, keyOf(world.session)) : ours(401, { title: 'Logg inn' }));
  /** @type {any} */
  const send = async (/** @type {string} */ address, /** @type {RequestInit} */ call) => {
    const headers = /** @type {Record<string, string>} */ (call.headers);
    const body = typeof call.body === 'string' ? JSON.parse(call.body) : call.body;
    const seen = { address, key: headers['Idempotency-Key'], owner: headers['Hundre-Owner'], credentials: String(call.credentials), body };
    world.calls.push(seen);
    return world.api(seen);
  };
  const alone = queue();
  const vault = makeVault(store, ask);
  const drafts = makeDrafts(store, vault, () => world.now);
  const things = makeThings(store, vault, () => world.now);
  const visits = makeVisits(store, vault, () => world.now);
  const around = { store, vault, send, alone, now: () => world.now, chance: () => 0.5 };
  const outbox = makeOutbox(around);
  return { store, world, vault, drafts, outbox, things, visits, anotherTab: () => makeOutbox(around) };
}
/** @typedef {ReturnType<typeof phone>} TestPhone */

/** @param {TestPhone} phone @param {{photos?: string[], urgent?: boolean}} [how] */
export async function written({ drafts }, how = {}) {
  const draft = await drafts.begin('housing-request', '/bolig/soknad');
  draft.answers = { what_matters: ['Å komme inn på badet'] };
  for (const name of how.photos ?? []) draft.photos.push(await drafts.addPhoto(draft, new Blob([name], { type: 'image/jpeg' }), name));
  await drafts.save(draft);
  return draft;
}

/** @param {TestPhone} phone @param {{photos?: string[], urgent?: boolean}} [how] */
export async function queued(phone, how = {}) {
  const draft = await written(phone, how);
  const what = { command: '/api/v1/housing/requests', receipt: '/bolig/kvittering', lang: 'nb', payload: { for_whom: 'self' }, urgent: Boolean(how.urgent), title: 'Råd om boligen' };
  await phone.outbox.add(what, draft);
  return draft;
}

globalThis.location ??= /** @type {any} */ ({ origin: 'http://localhost' });
