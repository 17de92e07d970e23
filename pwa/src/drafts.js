// @ts-check
/** Half-written forms, sealed on the phone after every answer. */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./vault.js').Vault} Vault */
/** @typedef {import('./store.js').Kept} Kept */
/** @typedef {{id: string, name: string, type: string, file_id?: string, refused?: string}} Photo */
/**
 * @typedef {Object} Draft
 * @property {string} id a UUID; it becomes the Idempotency-Key
 * @property {string | null} owner who is writing, or null without an account
 * @property {string} flow which form
 * @property {string} page where it is written
 * @property {number} changed
 * @property {Record<string, string[]>} answers field name → values
 * @property {Photo[]} photos
 * @property {string} step the question that was open
 * @property {string[]} visited
 * @property {import('./answer.js').Problem} [problem] why it came back
 * @property {boolean} [unsure] it may have arrived before it was taken back
 */

const DAY = 86_400_000;

/** @param {Store} store @param {Vault} vault @param {() => number} [now] */
export function makeDrafts(store, vault, now = Date.now) {
  /** @param {string} flow @param {string} page @returns {Promise<Draft>} not kept before the first answer */
  async function begin(flow, page) {
    const owner = await writer();
    return { id: crypto.randomUUID(), owner, flow, page, changed: now(), answers: {}, photos: [], step: '', visited: [] };
  }

  /** Somebody whose session has ended writes on as anybody; what they wrote before stays theirs. */
  async function writer() {
    const owner = await vault.owner();
    return owner && (await vault.meet()) === 'signed_out' ? null : vault.owner();
  }

  /** @param {Draft} draft @returns {Promise<boolean>} false when it is already sent, or waits to be */
  async function save(draft) {
    draft.changed = now();
    const { id, owner, flow, page, changed, ...content } = draft;
    const value = { ...(await vault.seal(id, owner, content)), flow, page, changed };
    return store.write([{ put: 'drafts', value }], [['outbox', id], ['receipts', id]]);
  }

  /** @param {Kept | undefined} kept @returns {Promise<Draft | undefined>} */
  async function opened(kept) {
    if (!kept || (kept.owner !== null && kept.owner !== (await vault.owner()))) return undefined;
    const content = await vault.open(kept).catch(() => undefined);
    return content && { ...content, id: kept.id, owner: kept.owner, flow: kept.flow, page: kept.page, changed: kept.changed };
  }

  /** @param {string} id */
  async function find(id) {
    return opened(await store.get('drafts', id));
  }

  /** What can be gone on with, newest first. @param {string} [flow] */
  async function open(flow) {
    const kept = (await store.all('drafts')).filter((one) => !flow || one.flow === flow);
    const all = await Promise.all(kept.map(opened));
    return all.filter((one) => one !== undefined).sort((a, b) => b.changed - a.changed);
  }

  /** @param {string} id */
  async function erase(id) {
    const photos = (await store.all('photos')).filter((photo) => photo.of === id);
    await store.write([{ remove: 'drafts', id }, ...photos.map((photo) => removal(photo.id))]);
  }

  /** @param {Draft} draft @param {Blob} picture @param {string} name @returns {Promise<Photo>} */
  async function addPhoto(draft, picture, name) {
    const id = crypto.randomUUID();
    const value = { ...(await vault.seal(id, draft.owner, await picture.arrayBuffer())), of: draft.id, changed: now() };
    await store.write([{ put: 'photos', value }]);
    return { id, name, type: picture.type };
  }

  /** @param {Photo} photo @returns {Promise<Blob | undefined>} */
  async function picture(photo) {
    const kept = await store.get('photos', photo.id);
    const content = kept && (await vault.openBytes(kept));
    return content && new Blob([content], { type: photo.type });
  }

  /** @param {Photo} photo */
  async function erasePhoto(photo) {
    await store.write([removal(photo.id)]);
  }

  /** On a phone nobody has called their own, what was left lying without an account goes after a day. */
  async function forgetLent() {
    const old = (/** @type {Kept} */ kept) => kept.owner === null && now() - kept.changed > DAY;
    for (const draft of (await store.all('drafts')).filter(old)) await erase(draft.id);
    const receipts = (await store.all('receipts')).filter(old);
    await store.write(receipts.map((kept) => ({ remove: 'receipts', id: kept.id })));
  }

  return { begin, save, find, open, erase, addPhoto, picture, erasePhoto, forgetLent };
}
/** @typedef {ReturnType<typeof makeDrafts>} Drafts */

/** @param {string} id @returns {import('./store.js').Change} */
function removal(id) {
  return { remove: 'photos', id };
}
