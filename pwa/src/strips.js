// @ts-check
/** The strips above the page: no net, and what waits to be sent. */
import { button, link, made } from './dom.js';
import { alarming } from './outbox.js';
import { mayVanish, sendsByItself } from './phone.js';
import { counted, facts, word } from './words.js';

/** @typedef {import('./outbox.js').Entry} Entry */
/** @typedef {import('./outbox.js').Receipt} Receipt */
/** @typedef {{retry: (entry: Entry) => void, takeBack: (entry: Entry) => void}} Deeds */

/** @param {string} name @returns {HTMLElement} the place of one strip, made where the page has none */
function place(name) {
  const shelf = document.querySelector('[data-strips]') ?? shelfBeforeMain();
  const found = shelf.querySelector(`[data-strip="${name}"]`);
  if (found) return /** @type {HTMLElement} */ (found);
  const strip = made('div', { class: 'strip', 'data-strip': name, role: 'status', hidden: true });
  shelf.append(strip);
  return strip;
}

function shelfBeforeMain() {
  const shelf = made('div', { 'data-strips': true });
  (document.querySelector('main') ?? document.body.firstElementChild)?.before(shelf);
  return shelf;
}

/** @param {string} name @param {string} tone @param {(Node | string)[]} inside empty: no strip */
export function show(name, tone, inside) {
  const strip = place(name);
  strip.dataset.tone = tone;
  strip.hidden = inside.length === 0;
  const within = made('div', { class: 'strip__in' }, ...inside);
  if (strip.firstElementChild?.textContent !== within.textContent) strip.replaceChildren(within);
}

export function showNet() {
  const text = word(sendsByItself() ? 'strip.offline' : 'strip.offline_open');
  show('net', 'warning', navigator.onLine ? [] : [made('p', {}, text)]);
}

/** @param {Receipt[]} sent */
export function showSent(sent) {
  if (!sent.length) return;
  const lines = sent.map((one) => made('li', {}, `${one.title} `, ...way(one), ...one.refused.map(refusal)));
  show('sent', 'success', [made('p', {}, counted('sent', sent.length)), made('ul', { class: 'strip__list' }, ...lines)]);
}

/** @param {Receipt} one */
function way(one) {
  return one.url ? [link(word('outbox.receipt'), one.url)] : [];
}

/** @param {{name: string, refused?: string}} photo */
function refusal(photo) {
  return made('p', {}, word('outbox.photo_refused', { name: photo.name }), ' ', photo.refused ?? '');
}

/** @param {{entries: Entry[], others: number}} waiting @param {Deeds} deeds */
export function showOutbox({ entries, others }, deeds) {
  const lines = entries.map((entry) => made('li', { 'data-state': entry.state }, ...told(entry, deeds)));
  const inside = lines.length ? [made('h2', { class: 'ds-heading' }, word('outbox.heading')), made('ul', { class: 'strip__list' }, ...lines)] : [];
  if (others) inside.push(made('p', {}, counted('outbox.others', others)));
  show('outbox', entries.some((entry) => alarming(entry)) ? 'danger' : 'warning', inside);
}

/** @param {Entry} entry @param {Deeds} deeds */
export function told(entry, deeds) {
  return [made('p', {}, made('b', {}, entry.title)), ...stateInWords(entry), made('div', { class: 'strip__deeds' }, ...waysOn(entry, deeds))];
}

/** What holds it, and that the municipality has not got it. @param {Entry} entry */
export function stateInWords(entry) {
  const alarm = alarming(entry) ? made('strong', { class: 'strip__alarm' }, word('outbox.not_sent')) : '';
  const call = made('a', { class: 'ds-link', href: facts().phone_link }, word('outbox.call'));
  const lines = [made('p', {}, alarm, alarm ? ' ' : '', alarm ? '' : `${word('outbox.not_yet')} `, call), made('p', {}, why(entry))];
  if (mayVanish()) lines.push(made('p', {}, word('outbox.iphone')));
  return lines;
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
  const back = link(word('outbox.open'), `${entry.page}#utkast-${entry.id}`);
  if (entry.state === 'needs_you') return [back];
  const cancel = button(word('outbox.cancel'), () => deeds.takeBack(entry), 'tertiary');
  const on = entry.state === 'sign_in' ? link(word('outbox.to_sign_in'), `${facts().prefix}/logg-inn`) : button(word('outbox.retry'), () => deeds.retry(entry));
  return [on, cancel];
}
