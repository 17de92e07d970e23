// @ts-check
/** Sending one waiting entry: its photos first, each by itself, then the command with their ids. */
import { backOff, judge } from './answer.js';

/** @typedef {import('./outbox.js').Entry} Entry */
/** @typedef {import('./outbox.js').Receipt} Receipt */
/** @typedef {import('./drafts.js').Photo} Photo */
/** @typedef {import('./answer.js').Verdict} Verdict */
/** @typedef {{verdict: Verdict['verdict'], receipt?: Receipt}} Outcome */

const FILES = '/api/v1/files';
const ANSWER_WITHIN = 30_000;
const PHOTO_WITHIN = 180_000;

/** @param {import('./outbox.js').Around} around */
export function makeSender({ store, vault, send = (...call) => fetch(...call), now = Date.now, chance = Math.random }) {
  /** @param {Entry} entry */
  async function sealed(entry) {
    const { payload, photos, urgent, title, draft, problem, again, unsure, ...plain } = entry;
    const box = await vault.seal(entry.id, entry.owner, { payload, photos, urgent, title, draft, problem, again, unsure });
    return { ...plain, ...box };
  }

  /** @param {import('./store.js').Kept} kept @returns {Promise<Entry | undefined>} undefined where it belongs to somebody else */
  async function opened(kept) {
    if (kept.owner !== null && kept.owner !== (await vault.owner())) return undefined;
    const { iv: _iv, sealed: _sealed, key_id: _key, ...plain } = kept;
    const content = await vault.open(kept).catch(() => undefined);
    return content && /** @type {Entry} */ ({ ...plain, ...content });
  }

  /** Its owner may have signed out meanwhile: then what is sealed stays as it was. @param {Entry} entry */
  async function keep(entry) {
    const { state, tries, next_at, hold_until } = entry;
    const closed = async () => ({ ...(await store.get('outbox', entry.id)), id: entry.id, state, tries, next_at, hold_until });
    await store.write([{ put: 'outbox', value: await sealed(entry).catch(closed) }]);
  }

  /** @param {Entry} entry @param {() => void} begun @returns {Promise<Outcome>} */
  async function sendOne(entry, begun) {
    Object.assign(entry, { state: 'sending', tries: entry.tries + 1, problem: undefined });
    await keep(entry);
    begun();
    const said = (await whoseSession(entry)) ?? (await sendPhotos(entry)) ?? (await sendCommand(entry));
    if (said.verdict === 'sent') return delivered(entry, said.body);
    await keep(after(entry, said));
    return { verdict: said.verdict };
  }

  /** What somebody wrote while signed in goes only under their own name. @param {Entry} entry @returns {Promise<Verdict | undefined>} undefined: go on */
  async function whoseSession(entry) {
    if (entry.owner === null) return undefined;
    const session = await vault.meet();
    if (session === 'unreachable') return { verdict: 'unreachable' };
    return session === 'known' && (await vault.owner()) === entry.owner ? undefined : { verdict: 'sign_in' };
  }

  /** @param {Entry} entry @returns {Promise<Verdict | undefined>} undefined: all photos are there */
  async function sendPhotos(entry) {
    for (const photo of entry.photos.filter((one) => !one.file_id && !one.refused)) {
      const said = await sendPhoto(entry, photo);
      if (said.verdict === 'sent') photo.file_id = said.body.id;
      else if (said.verdict === 'needs_you') photo.refused = words(said);
      else return said;
      await keep(entry);
    }
    return undefined;
  }

  /** @param {Entry} entry @param {Photo} photo @returns {Promise<Verdict>} */
  async function sendPhoto(entry, photo) {
    const kept = await store.get('photos', photo.id);
    const content = kept && (await vault.openBytes(kept));
    if (!content) return { verdict: 'needs_you', problem: {} };
    const body = new FormData();
    body.append('photo', new Blob([content], { type: photo.type }), photo.name);
    return post(FILES, photo.id, entry, body, PHOTO_WITHIN);
  }

  /** @param {Entry} entry @returns {Promise<Verdict>} */
  function sendCommand(entry) {
    const photos = entry.photos.flatMap((photo) => photo.file_id ?? []);
    const body = JSON.stringify(photos.length ? { ...entry.payload, photos } : entry.payload);
    return post(entry.command, entry.id, entry, body, ANSWER_WITHIN);
  }

  /** Without an account nothing of a session goes along, whoever is signed in by now. @param {string} address @param {string} key @param {Entry} entry @param {BodyInit} body @param {number} within */
  async function post(address, key, entry, body, within) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json', 'Accept-Language': entry.lang, 'Idempotency-Key': key };
    if (typeof body === 'string') headers['Content-Type'] = 'application/json';
    if (entry.owner) headers['Hundre-Owner'] = entry.owner;
    /** @type {RequestInit} */
    const call = { method: 'POST', headers, body, redirect: 'error', cache: 'no-store', signal: AbortSignal.timeout(within) };
    return judge(await send(address, { ...call, credentials: entry.owner ? 'same-origin' : 'omit' }).catch(() => undefined), now());
  }

  /** @param {Entry} entry @param {Verdict} said */
  function after(entry, said) {
    if (photosForgotten(entry, said)) return again(entry);
    if (said.silent && globalThis.navigator?.onLine !== false) entry.unsure = true;
    const states = { wait: 'waiting', unreachable: 'waiting', sign_in: entry.owner ? 'sign_in' : 'needs_you', needs_you: 'needs_you', sent: 'waiting' };
    const next_at = now() + backOff(entry.tries, chance());
    return Object.assign(entry, { state: states[said.verdict], next_at, hold_until: now() + (said.hold ?? 0), problem: said.problem });
  }

  /** @param {Entry} entry @param {{reference?: string, status?: string, receipt?: string, token?: string} | null} body @returns {Promise<Outcome>} */
  async function delivered(entry, body) {
    const refused = entry.photos.filter((photo) => photo.refused);
    const content = { reference: body?.reference ?? '', status: body?.status ?? '', url: receiptUrl(entry, body), title: entry.title, refused };
    const changed = now();
    const value = { ...(await vault.seal(entry.id, entry.owner, content)), changed, told: false };
    const photos = entry.photos.map((photo) => /** @type {import('./store.js').Change} */ ({ remove: 'photos', id: photo.id }));
    await store.write([{ put: 'receipts', value }, { remove: 'outbox', id: entry.id }, { remove: 'drafts', id: entry.id }, ...photos]);
    return { verdict: 'sent', receipt: { ...content, id: entry.id, owner: entry.owner, changed } };
  }

  return { sealed, opened, sendOne };
}

/** @param {Verdict} said */
function words(said) {
  const listed = Object.values(said.problem?.errors ?? {}).flat();
  return String(listed[0] ?? said.problem?.detail ?? said.problem?.title ?? '');
}

/** The server forgets photos nobody asked for: send them once more. @param {Entry} entry @param {Verdict} said */
function photosForgotten(entry, said) {
  return !entry.again && Boolean(said.problem?.errors?.photos) && entry.photos.some((photo) => photo.file_id);
}

/** @param {Entry} entry @returns {Entry} */
function again(entry) {
  const photos = entry.photos.map(({ file_id: _forgotten, ...photo }) => photo);
  return Object.assign(entry, { photos, again: true, state: 'waiting', next_at: 0, hold_until: 0 });
}

/** The answer's own address, else the form's receipt page; never another site's. @param {Entry} entry @param {{reference?: string, receipt?: string, token?: string} | null} body */
export function receiptUrl(entry, body) {
  const told = body?.receipt ? new URL(body.receipt, location.origin) : undefined;
  if (told?.origin === location.origin) return told.pathname + told.search;
  const token = body?.token ? `?token=${encodeURIComponent(body.token)}` : '';
  return body?.reference ? `${entry.receipt}/${encodeURIComponent(body.reference)}${token}` : entry.page;
}
