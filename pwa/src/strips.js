// @ts-check
/** The strips above the page: no net, what waits to be sent, what was just sent. */
import { sendsByItself } from './device.js';
import { every, made } from './dom.js';
import { alarming, told } from './waiting.js';
import { counted, saidTime, word } from './words.js';

/** @typedef {import('./outbox.js').Entry} Entry */
/** @typedef {import('./outbox.js').Receipt} Receipt */

/** @param {string} name @returns {HTMLElement} made where the page has none */
function strip(name) {
  const found = document.getElementById(`${name}-strip`);
  if (found) return found;
  const fresh = made('div', { id: `${name}-strip`, class: 'strip', role: 'status', hidden: true });
  document.querySelector('main')?.before(fresh);
  return fresh;
}

/** Said again only when it is something else than before. Under questions, so that nothing moves beneath a finger. @param {string} name @param {string} tone @param {(Node | string)[]} inside empty: no strip */
function show(name, tone, inside) {
  const place = strip(name);
  if (document.body.matches('.flow')) document.querySelector('main')?.after(place);
  place.dataset.color = tone;
  place.hidden = inside.length === 0;
  const within = made('div', { class: 'strip-in' }, made('div', { class: 'stack-close' }, ...inside));
  if (place.firstElementChild?.textContent !== within.textContent) place.replaceChildren(within);
}

/** The page has the words; a phone that can't send in the background gets others. */
export function showNet() {
  const place = strip('offline');
  const words = place.querySelector('span');
  if (!sendsByItself() && words) words.textContent = word('offline_open');
  const fetched = Number(document.documentElement.dataset.fetched);
  if (fetched && words && !place.querySelector('[data-fetched]')) words.after(made('span', { 'data-fetched': true }, word('fetched', { when: saidTime(fetched) })));
  place.hidden = navigator.onLine;
}

/** @param {Receipt[]} sent */
export function showSent(sent) {
  const lines = sent.map((one) => made('li', {}, `${one.title} `, link(word('outbox.receipt'), one.url), ...one.refused.map(refusal)));
  if (sent.length) show('sent', 'success', [made('p', {}, counted('sent', sent.length)), made('ul', {}, ...lines)]);
}

/** @param {string} text @param {string} href */
function link(text, href) {
  return made('a', { href }, text);
}

/** @param {{name: string, refused?: string}} photo */
function refusal(photo) {
  return made('p', {}, word('outbox.photo_refused', { name: photo.name }), ' ', photo.refused ?? '');
}

/** What the page itself tells of one entry isn't said twice. @param {{entries: Entry[], others: number}} waiting @param {import('./waiting.js').Deeds} deeds */
export function showWaiting({ entries, others }, deeds) {
  const places = every('[data-entry]').filter((place) => place.getClientRects().length);
  const here = (/** @type {Entry} */ entry) => places.find((place) => place.dataset.entry === entry.id);
  entries.forEach((entry) => here(entry)?.replaceChildren(...told(entry, deeds)));
  showOutbox({ entries: entries.filter((entry) => !here(entry)), others }, deeds);
}

/** @param {{entries: Entry[], others: number}} waiting @param {import('./waiting.js').Deeds} deeds */
function showOutbox({ entries, others }, deeds) {
  const lines = entries.map((entry) => made('li', { 'data-state': entry.state }, ...told(entry, deeds)));
  const inside = lines.length ? [made('h2', { class: 'ds-heading' }, word('outbox.heading')), made('ul', {}, ...lines)] : [];
  if (others) inside.push(made('p', {}, counted('outbox.others', others)));
  show('outbox', entries.some((entry) => alarming(entry)) ? 'danger' : 'warning', inside);
}
