// @ts-check
/** The phone's own store, IndexedDB `hundre`. What people wrote lies in it sealed; see vault.js. */
import { openDB } from 'idb';

/** @typedef {'drafts' | 'outbox' | 'photos' | 'receipts' | 'keys' | 'settings' | 'things' | 'visits'} Shelf */
/** @typedef {{id: string} & Record<string, any>} Kept a record: what is personal in it is sealed */
/** @typedef {{put: Shelf, value: Kept} | {remove: Shelf, id: string}} Change */
/**
 * @typedef {Object} Store
 * @property {(shelf: Shelf, id: string) => Promise<Kept | undefined>} get
 * @property {(shelf: Shelf) => Promise<Kept[]>} all
 * @property {(changes: Change[], unless?: [Shelf, string][]) => Promise<boolean>} write all or nothing;
 *   false, and nothing written, when one of `unless` is there
 */

/** @type {Shelf[]} */
const SHELVES = ['drafts', 'outbox', 'photos', 'receipts', 'keys', 'settings', 'things', 'visits'];
/** One more whenever a shelf is added; what lies on the others stays. */
const VERSION = 3;

/** @returns {Store} */
export function phoneStore(name = 'hundre') {
  /** @type {Promise<import('idb').IDBPDatabase> | undefined} */
  let opened;
  const forget = () => {
    opened = undefined;
  };
  const open = () => (opened ??= connect(name, forget));

  /** iOS closes the store of a page that has slept: open again, once. @template T @param {(db: import('idb').IDBPDatabase) => Promise<T>} work */
  async function within(work) {
    try {
      return await work(await open());
    } catch (error) {
      if (!closed(error)) throw error;
      forget();
      return work(await open());
    }
  }

  return {
    get: (shelf, id) => within((db) => db.get(shelf, id)),
    all: (shelf) => within((db) => db.getAll(shelf)),
    write: (changes, unless = []) => within((db) => change(db, changes, unless)),
  };
}

/** @param {string} name @param {() => void} forget */
async function connect(name, forget) {
  const db = openAt(name, VERSION, forget).catch((error) => {
    // A newer tab has been here already: an older one goes on with what it knows.
    if (error?.name === 'VersionError') return openAt(name, undefined, forget);
    throw error;
  });
  db.catch(forget);
  return db;
}

/** @param {string} name @param {number | undefined} version @param {() => void} forget */
function openAt(name, version, forget) {
  return openDB(name, version, {
    upgrade: (db) => SHELVES.filter((shelf) => !db.objectStoreNames.contains(shelf)).forEach((shelf) => db.createObjectStore(shelf, { keyPath: 'id' })),
    blocking: (_old, _new, event) => /** @type {IDBDatabase} */ (event.target).close(),
    terminated: forget,
  });
}

/** @param {unknown} error */
function closed(error) {
  const name = /** @type {Error} */ (error)?.name;
  return name === 'InvalidStateError' || name === 'AbortError' || name === 'UnknownError';
}

/** @param {import('idb').IDBPDatabase} db @param {Change[]} changes @param {[Shelf, string][]} unless */
async function change(db, changes, unless) {
  const work = db.transaction(SHELVES, 'readwrite', { durability: 'strict' });
  const there = await Promise.all(unless.map(([shelf, id]) => work.objectStore(shelf).getKey(id)));
  const may = there.every((key) => key === undefined);
  if (may) changes.forEach((one) => carryOut(work, one));
  await work.done;
  return may;
}

/** @param {import('idb').IDBPTransaction<any, any, 'readwrite'>} work @param {Change} one */
function carryOut(work, one) {
  if ('put' in one) work.objectStore(one.put).put(one.value);
  else work.objectStore(one.remove).delete(one.id);
}
