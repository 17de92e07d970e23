// @ts-check
/**
 * Who the phone is open for, and the keys that seal what they wrote.
 *
 * Without an account one local key serves whoever holds the phone. A signed-in person's key comes from
 * `GET /api/v1/me/device-key` and is dropped at sign-out: what they wrote stays, closed, until they return.
 */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').Kept} Kept */
/** @typedef {{key: CryptoKey, id: string, owner: string | null, key_id: string}} HeldKey */
/** @typedef {'known' | 'signed_out' | 'unreachable'} Session */

const LOCAL = 'local';
const DEVICE_KEY = '/api/v1/me/device-key';

/**
 * @param {Store} store
 * @param {typeof fetch} [ask]
 */
export function makeVault(store, ask = (...call) => fetch(...call)) {
  /** The person this phone is open for, or null: nobody is signed in here. */
  async function owner() {
    return /** @type {string | null} */ ((await store.get('settings', 'owner'))?.owner ?? null);
  }

  /** @param {string | null} who */
  async function keyOf(who) {
    const held = /** @type {HeldKey | undefined} */ (await store.get('keys', who ?? LOCAL));
    if (held || who) return held;
    await store.write([{ put: 'keys', value: await localKey() }], [['keys', LOCAL]]);
    return /** @type {HeldKey} */ (await store.get('keys', LOCAL));
  }

  /** @param {string} id bound to the content, so that records can't be swapped @param {string | null} who @param {unknown} content JSON or bytes */
  async function seal(id, who, content) {
    const held = await keyOf(who);
    if (!held) throw new Error('The phone is closed for this person');
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = content instanceof ArrayBuffer ? content : new TextEncoder().encode(JSON.stringify(content));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytes(id) }, held.key, plain);
    return { id, owner: who, key_id: held.key_id, iv, sealed };
  }

  /** The bytes of a sealed record, or undefined where its key isn't here. @param {Kept} kept @returns {Promise<ArrayBuffer | undefined>} */
  async function openBytes(kept) {
    const held = /** @type {HeldKey | undefined} */ (await store.get('keys', kept.owner ?? LOCAL));
    if (!held || held.key_id !== kept.key_id) return undefined;
    return crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.iv, additionalData: bytes(kept.id) }, held.key, kept.sealed);
  }

  /** @param {Kept} kept @returns {Promise<any>} the content, or undefined where its key isn't here */
  async function open(kept) {
    const plain = await openBytes(kept);
    return plain && JSON.parse(new TextDecoder().decode(plain));
  }

  /** Asks the server who is signed in, and opens the phone for them. @returns {Promise<Session>} */
  async function meet() {
    const answer = await ask(DEVICE_KEY, { cache: 'no-store', redirect: 'error' }).catch(() => undefined);
    if (!answer || answer.headers.get('Hundre') !== '1') return 'unreachable';
    if (answer.status === 401) return 'signed_out';
    if (!answer.ok) return 'unreachable';
    await openFor(await answer.json());
    return 'known';
  }

  /** @param {{key: string, key_id: string, owner: string}} told */
  async function openFor(told) {
    const before = await owner();
    if (before && before !== told.owner) await close();
    const held = await store.get('keys', told.owner);
    if (held?.key_id === told.key_id && before === told.owner) return;
    const key = await crypto.subtle.importKey('raw', unpacked(told.key), 'AES-GCM', false, ['encrypt', 'decrypt']);
    await store.write([
      { put: 'keys', value: { id: told.owner, owner: told.owner, key_id: told.key_id, key } },
      { put: 'settings', value: { id: 'owner', owner: told.owner } },
    ]);
  }

  /** At sign-out: nothing is erased, but nothing of theirs can be opened. */
  async function close() {
    const who = await owner();
    if (who) await store.write([{ remove: 'keys', id: who }, { remove: 'settings', id: 'owner' }]);
  }

  return { owner, seal, open, openBytes, meet, openFor, close };
}
/** @typedef {ReturnType<typeof makeVault>} Vault */

async function localKey() {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return { id: LOCAL, owner: null, key_id: LOCAL, key };
}

/** @param {string} text */
function bytes(text) {
  return new TextEncoder().encode(text);
}

/** @param {string} base64url */
function unpacked(base64url) {
  const plain = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
