// @ts-check
/**
 * What somebody has laid in their plan, sealed on the phone.
 * What a person keeps tells of their health, so the thing's name isn't the record's id: outside the seal stands only when.
 */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').Kept} Kept */
/** @typedef {import('./vault.js').Vault} Vault */
/** @typedef {{slug: string, name: string}} Thing a type of the catalogue, and what it was called where it was kept */

const DAY = 86_400_000;

/** @param {Store} store @param {Vault} vault @param {() => number} [now] */
export function makeThings(store, vault, now = Date.now) {
  /** Two presses follow each other, so that nothing is kept twice. @type {Promise<unknown>} */
  let last = Promise.resolve();

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  function inTurn(work) {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  }

  /** @param {Kept} kept @returns {Promise<(Thing & {id: string, changed: number}) | undefined>} */
  async function opened(kept) {
    if (kept.owner !== null && kept.owner !== (await vault.owner())) return undefined;
    const content = await vault.open(kept).catch(() => undefined);
    return content && { ...content, id: kept.id, changed: kept.changed };
  }

  /** Everything that opens for whoever holds the phone, newest first. */
  async function records() {
    const all = await Promise.all((await store.all('things')).map(opened));
    return all.filter((one) => one !== undefined).sort((a, b) => b.changed - a.changed);
  }

  /** Each thing once, newest first. @returns {Promise<Thing[]>} */
  async function all() {
    const bySlug = new Map();
    for (const { slug, name } of await records()) if (!bySlug.has(slug)) bySlug.set(slug, { slug, name });
    return [...bySlug.values()];
  }

  /** @param {Thing} thing */
  function add({ slug, name }) {
    return inTurn(async () => {
      if ((await records()).some((one) => one.slug === slug)) return;
      const sealed = await vault.seal(crypto.randomUUID(), await vault.owner(), { slug, name });
      await store.write([{ put: 'things', value: { ...sealed, changed: now() } }]);
    });
  }

  /** @param {string} slug */
  function remove(slug) {
    return inTurn(async () => removeAll((await records()).filter((one) => one.slug === slug)));
  }

  /** As with drafts: on a phone nobody has called their own, what was left without an account goes after a day. */
  async function forgetLent() {
    await removeAll((await store.all('things')).filter((kept) => kept.owner === null && now() - kept.changed > DAY));
  }

  /** @param {{id: string}[]} records */
  async function removeAll(records) {
    await store.write(records.map(({ id }) => ({ remove: 'things', id })));
  }

  return { add, remove, all, forgetLent };
}
/** @typedef {ReturnType<typeof makeThings>} Things */
