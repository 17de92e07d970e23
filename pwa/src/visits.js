// @ts-check
/**
 * The visits somebody has booked, sealed on the phone, so that when, where and whom can be read without coverage.
 * A visit is a health word: outside the seal stands only when the phone was told of it.
 */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').Kept} Kept */
/** @typedef {import('./vault.js').Vault} Vault */
/**
 * @typedef {Object} Visit in the words of the page that told of it
 * @property {string} reference
 * @property {string} state `booked`, `cancelled` ...
 * @property {string} start
 * @property {string} when
 * @property {string} title
 * @property {string} place
 * @property {string} who
 * @property {string} before the heading of what to prepare
 * @property {string[]} prepare
 * @property {string} phone
 * @property {string} phone_link
 * @property {string} url
 */
/** @typedef {Visit & {changed: number}} Told */

const DAY = 86_400_000;
const KEPT_AFTER = 30 * DAY;

/** @param {Store} store @param {Vault} vault @param {() => number} [now] */
export function makeVisits(store, vault, now = Date.now) {
  /** @param {Kept} kept @returns {Promise<(Told & {id: string}) | undefined>} */
  async function opened(kept) {
    if (kept.owner !== null && kept.owner !== (await vault.owner())) return undefined;
    const content = await vault.open(kept).catch(() => undefined);
    return content && { ...content, id: kept.id, changed: kept.changed };
  }

  async function records() {
    const all = await Promise.all((await store.all('visits')).map(opened));
    return all.filter((one) => one !== undefined);
  }

  /** What is to come, the earliest first; a cancelled one until its time has come. @returns {Promise<Told[]>} */
  async function coming() {
    const all = (await records()).filter((one) => Date.parse(one.start) > now() - DAY / 2);
    return all.sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  }

  /** In the place of what was known of it before. @param {Visit} visit */
  async function keep(visit) {
    const before = (await records()).filter((one) => one.reference === visit.reference);
    const sealed = await vault.seal(crypto.randomUUID(), await vault.owner(), visit);
    await store.write([{ put: 'visits', value: { ...sealed, changed: now() } }, ...before.map(removal)]);
  }

  /** A month after the visit. On a phone nobody has called their own, what was left without an account goes after a day. @param {boolean} mine */
  async function forget(mine) {
    const old = (await records()).filter((one) => Date.parse(one.start) < now() - KEPT_AFTER);
    const lent = (await store.all('visits')).filter((kept) => !mine && kept.owner === null && now() - kept.changed > DAY);
    await store.write([...old, ...lent].map(removal));
  }

  return { keep, coming, forget };
}
/** @typedef {ReturnType<typeof makeVisits>} Visits */

/** @param {{id: string}} record @returns {import('./store.js').Change} */
function removal({ id }) {
  return { remove: 'visits', id };
}
