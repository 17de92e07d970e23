// @ts-check
/**
 * What waits on this phone to be sent. An entry leaves only on the API's own yes, or when the person takes it
 * back; everything else keeps it. One Web Lock lets one tab, or the service worker, send at a time.
 */
import { makeSender } from './sender.js';

/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').Kept} Kept */
/** @typedef {import('./vault.js').Vault} Vault */
/** @typedef {import('./drafts.js').Draft} Draft */
/** @typedef {import('./drafts.js').Photo} Photo */
/** @typedef {import('./answer.js').Problem} Problem */
/** @typedef {'waiting' | 'sending' | 'sign_in' | 'needs_you'} State */
/**
 * @typedef {Object} Entry
 * @property {string} id a UUID and the Idempotency-Key
 * @property {string | null} owner
 * @property {string} command the API address
 * @property {string} page where it was written
 * @property {string} receipt where the receipt is found, followed by its reference
 * @property {string} lang
 * @property {number} born @property {State} state @property {number} tries
 * @property {number} next_at not before, unless asked @property {number} hold_until not before, by the server's word
 * @property {Record<string, any>} payload @property {Photo[]} photos @property {boolean} urgent
 * @property {string} title what it is, in the person's words
 * @property {Draft} draft to go back to @property {Problem} [problem] @property {boolean} [again] its photos were sent anew
 * @property {boolean} [unsure] no answer came: it may have arrived
 */
/** @typedef {{id: string, owner: string | null, reference: string, status: string, url: string, title: string, refused: Photo[], changed: number}} Receipt */
/** @typedef {{sent: Receipt[]}} News */
/**
 * @typedef {Object} Why a round of sending begins
 * @property {boolean} [force] the person asked, or the net came back: no back-off holds it
 * @property {boolean} [awake] a page has come up: only what the API itself put off is held
 * @property {string | null} [owner] who is known to be signed in
 */
/**
 * @typedef {Object} Around what the outbox needs of the world
 * @property {Store} store @property {Vault} vault
 * @property {typeof fetch} [send] @property {() => number} [now] @property {() => number} [chance]
 * @property {<T>(work: () => Promise<T>) => Promise<T>} [alone] @property {(news: News) => void} [tell]
 */

const LOCK = 'hundre-outbox';

/** @param {Around} around */
export function makeOutbox(around) {
  const { store, vault, now = Date.now, alone = oneAtATime, tell = () => {} } = around;
  const sender = makeSender(around);

  /** @param {Pick<Entry, 'command' | 'receipt' | 'lang' | 'payload' | 'urgent' | 'title'>} what @param {Draft} draft
   *  @returns {Promise<boolean>} false when it is already here or already sent */
  async function add(what, draft) {
    const fresh = { page: draft.page, born: now(), state: 'waiting', tries: 0, next_at: 0, hold_until: 0 };
    const entry = { ...what, ...fresh, id: draft.id, owner: draft.owner, photos: draft.photos, draft };
    const value = await sender.sealed(/** @type {Entry} */ (entry));
    const id = draft.id;
    const added = await store.write([{ put: 'outbox', value }, { remove: 'drafts', id }], [['outbox', id], ['receipts', id]]);
    tell({ sent: [] });
    return added;
  }

  /** What waits and can be opened here, and how many wait for somebody else. */
  async function list() {
    const all = await Promise.all((await store.all('outbox')).map(sender.opened));
    const entries = all.filter((entry) => entry !== undefined).sort((a, b) => a.born - b.born);
    return { entries, others: all.length - entries.length };
  }

  /** @param {string} id @returns {Promise<Receipt | undefined>} */
  async function receipt(id) {
    return readable(await store.get('receipts', id));
  }

  /** Newest first. */
  async function receipts() {
    const all = await Promise.all((await store.all('receipts')).map(readable));
    return all.filter((one) => one !== undefined).sort((a, b) => b.changed - a.changed);
  }

  /** What was sent while no page was there to say so. */
  async function untold() {
    const news = (await store.all('receipts')).filter((kept) => kept.told === false);
    return (await Promise.all(news.map(readable))).filter((one) => one !== undefined);
  }

  /** @param {Receipt[]} seen */
  async function haveTold(seen) {
    const kept = await Promise.all(seen.map((one) => store.get('receipts', one.id)));
    const known = kept.filter((one) => one !== undefined);
    await store.write(known.map((one) => ({ put: 'receipts', value: { ...one, told: true } })));
  }

  /** @param {Kept | undefined} kept @returns {Promise<Receipt | undefined>} */
  async function readable(kept) {
    const content = kept && (await vault.open(kept).catch(() => undefined));
    return content && { ...content, id: kept.id, owner: kept.owner, changed: kept.changed };
  }

  /** Makes it a draft again; waits for a sending that is under way. @param {string} id @returns {Promise<Draft | undefined>} undefined: it is gone, so it was sent */
  function takeBack(id) {
    return alone(async () => {
      const entry = await find(id);
      if (!entry) return undefined;
      const draft = { ...entry.draft, problem: entry.state === 'needs_you' ? entry.problem : undefined, unsure: entry.unsure };
      const { owner, flow, page, changed, ...content } = draft;
      const value = { ...(await vault.seal(id, owner, content)), flow, page, changed };
      await store.write([{ put: 'drafts', value }, { remove: 'outbox', id }]);
      tell({ sent: [] });
      return draft;
    });
  }

  /** @param {string} id */
  async function find(id) {
    const kept = await store.get('outbox', id);
    return kept && sender.opened(kept);
  }

  /** Sends what is due. @param {Why} [why] */
  function sendAll(why = {}) {
    return alone(async () => {
      /** @type {Receipt[]} */
      const sent = [];
      for (const entry of (await list()).entries.filter((one) => due(one, why, now()))) {
        const outcome = await sender.sendOne(entry, () => tell({ sent: [] }));
        if (outcome.receipt) sent.push(outcome.receipt);
        tell({ sent: outcome.receipt ? [outcome.receipt] : [] });
        if (outcome.verdict === 'unreachable') break;
      }
      return sent;
    });
  }

  /** When to look again, or undefined when nothing waits for a time. */
  async function nextDue() {
    const times = (await list()).entries.filter(onItsWay).map((entry) => Math.max(entry.next_at, entry.hold_until));
    return times.length ? Math.min(...times) : undefined;
  }

  return { add, list, find, receipt, receipts, untold, haveTold, takeBack, sendAll, nextDue };
}
/** @typedef {ReturnType<typeof makeOutbox>} Outbox */

/** @param {Entry} entry */
function onItsWay(entry) {
  return entry.state === 'waiting' || entry.state === 'sending';
}

/** @param {Entry} entry @param {Why} why @param {number} now */
function due(entry, why, now) {
  if (entry.state === 'needs_you') return false;
  if (entry.state === 'sign_in') return Boolean(why.owner) && why.owner === entry.owner;
  const atOnce = why.force || (why.awake && !entry.problem);
  return now >= entry.hold_until && (atOnce || now >= entry.next_at);
}

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/** Browsers too old for Web Locks take turns within the page; the Idempotency-Key holds between tabs. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
function oneAtATime(work) {
  if (globalThis.navigator?.locks) return /** @type {Promise<T>} */ (navigator.locks.request(LOCK, work));
  const turn = last.then(work, work);
  last = turn.catch(() => {});
  return turn;
}
