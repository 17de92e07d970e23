// @ts-check
/** One waiting entry in words: what holds it, that the municipality has not got it, and the ways on. */
import { mayVanish, sendsByItself } from './device.js';
import { button, made } from './dom.js';
import { facts, word } from './words.js';

/** @typedef {import('./outbox.js').Entry} Entry */
/** @typedef {{retry: (entry: Entry) => void, takeBack: (entry: Entry) => void}} Deeds */

const DAY = 86_400_000;

/** Time to say in large letters that the municipality has not got it. @param {Pick<Entry, 'urgent' | 'born'>} entry @param {number} [now] */
export function alarming(entry, now = Date.now()) {
  return entry.urgent || now - entry.born >= DAY;
}

/** @param {Entry} entry @param {Deeds} deeds */
export function told(entry, deeds) {
  return [made('p', {}, made('b', {}, entry.title)), ...stateInWords(entry), made('p', { class: 'buttons' }, ...waysOn(entry, deeds))];
}

/** @param {Entry} entry */
export function stateInWords(entry) {
  const lines = [alarming(entry) ? made('strong', {}, word('outbox.not_sent')) : word('outbox.not_yet'), why(entry), callUs()];
  if (mayVanish()) lines.push(word('outbox.iphone'));
  return lines.map((line) => made('p', {}, line));
}

function callUs() {
  return made('a', { href: facts().phone_link }, word('outbox.call'));
}

/** @param {Entry} entry */
function why(entry) {
  if (entry.state === 'sending') return word('outbox.sending');
  if (entry.state === 'sign_in') return word('outbox.sign_in');
  if (entry.state === 'needs_you') return `${word('outbox.needs_you')} ${problemWords(entry.problem)}`;
  return word(sendsByItself() ? 'outbox.kept' : 'outbox.kept_open');
}

/** @param {import('./answer.js').Problem} [problem] */
export function problemWords(problem) {
  if (String(problem?.type).endsWith('key_reused')) return word('outbox.reused');
  return problem?.detail ?? problem?.title ?? '';
}

/** @param {Entry} entry @param {Deeds} deeds */
function waysOn(entry, deeds) {
  if (entry.state === 'sending') return [];
  if (entry.state === 'needs_you') return [button(word('outbox.open'), () => deeds.takeBack(entry))];
  const signIn = made('a', { class: 'ds-button', href: `${facts().prefix}/logg-inn` }, word('outbox.to_sign_in'));
  const on = entry.state === 'sign_in' ? signIn : button(word('outbox.retry'), () => deeds.retry(entry));
  return [on, button(word('outbox.cancel'), () => deeds.takeBack(entry), 'tertiary')];
}
