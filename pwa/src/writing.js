// @ts-check
/** The draft behind a form: found or born, saved after every answer, given back from the outbox. */
import { gather, restore } from './answers.js';
import { every } from './dom.js';
import { saidTime, word } from './words.js';

/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {import('./drafts.js').Draft} Draft */

const PAUSE = 300;

/** @param {HTMLFormElement} form @param {Phone} phone */
export async function makeWriting(form, phone) {
  const flow = form.dataset.flow ?? '';
  const asked = Object.fromEntries([...new URLSearchParams(location.search)].map(([name, value]) => [name, [value]]));
  const found = await findDraft(phone, flow, asked);
  let draft = found ?? (await phone.drafts.begin(flow, location.pathname));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let begun = Boolean(found);
  /** Saves follow each other, so that an older one never lands last. @type {Promise<unknown>} */
  let last = Promise.resolve();
  restore(form, found?.answers ?? asked);
  adopt();

  /** The form and the page's place in history carry the draft's id. */
  function adopt() {
    const key = /** @type {HTMLInputElement | null} */ (form.querySelector('[name=idempotency_key]'));
    if (key) key.value = draft.id;
    history.replaceState({ ...history.state, draft: draft.id }, '');
    if (begun) say('saved');
  }

  function save() {
    clearTimeout(timer);
    begun = true;
    last = last.then(keep, keep);
    return last;
  }

  async function keep() {
    Object.assign(draft, { answers: gather(form), page: location.pathname });
    const kept = await phone.drafts.save(draft).catch(() => undefined);
    say(kept === undefined ? 'not_saved' : kept ? 'saved' : 'already_sent');
  }

  /** @param {string} key */
  function say(key) {
    for (const place of every('[data-saved]')) (place.querySelector('span') ?? place).textContent = word(key, { when: saidTime(draft.changed) });
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  /** Back to an empty form. @returns {Promise<() => Promise<unknown>>} a way to undo it */
  async function startOver() {
    const before = draft;
    await phone.drafts.erase(before.id);
    form.reset();
    begun = false;
    draft = await phone.drafts.begin(flow, location.pathname);
    adopt();
    return () => {
      draft = { ...before, photos: [] };
      restore(form, before.answers);
      adopt();
      return save();
    };
  }

  /** @param {Draft} back */
  function take(back) {
    draft = back;
    adopt();
  }

  form.addEventListener('input', soon);
  form.addEventListener('change', save);
  const atOnce = () => begun && timer && save();
  addEventListener('pagehide', atOnce);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && atOnce());
  return { draft: () => draft, resumed: Boolean(found), save, startOver, take };
}
/** @typedef {Awaited<ReturnType<typeof makeWriting>>} Writing */

/** Named in the address, or behind this page before a reload, or the newest of this form that says what the address asks. @param {Phone} phone @param {string} flow @param {import('./answers.js').Answers} asked @returns {Promise<Draft | undefined>} */
async function findDraft(phone, flow, asked) {
  const named = /^#utkast-([\w-]+)$/.exec(location.hash)?.[1];
  if (named && (await phone.outbox.find(named))) return phone.outbox.takeBack(named);
  const id = named ?? history.state?.draft;
  const waiting = id && (await phone.outbox.find(id));
  if (waiting) return waiting.draft;
  const agrees = (/** @type {Draft} */ { answers }) => Object.entries(asked).every(([name, [value]]) => answers[name]?.includes(value) ?? true);
  return (id && (await phone.drafts.find(id))) || (await phone.drafts.open(flow)).find(agrees);
}
