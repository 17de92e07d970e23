// @ts-check
/** A visit's own page lets the phone keep it; the health station's first page and "no net" show what is kept. */
import { every } from './dom.js';
import { fill, saidTime } from './words.js';

/** @typedef {import('./visits.js').Visits} Visits */
/** @typedef {import('./visits.js').Told} Told */

/** @param {Visits} visits */
export async function keepThisVisit(visits) {
  const told = document.getElementById('visit');
  if (!told) return;
  await visits.keep(JSON.parse(told.textContent || '{}'));
  for (const place of every('[data-kept-told]')) place.hidden = false;
}

/** @param {Visits} visits */
export async function showVisits(visits) {
  const places = every('[data-visits]');
  const kept = places.length ? await visits.coming() : [];
  for (const place of places) {
    const pattern = /** @type {HTMLTemplateElement | null} */ (place.querySelector('template'));
    if (pattern) place.querySelector('[data-visits-list]')?.replaceChildren(...kept.map((one) => drawn(one, pattern)));
    place.hidden = !kept.length;
  }
}

/** @param {Told} visit @param {HTMLTemplateElement} pattern */
function drawn(visit, pattern) {
  const piece = /** @type {DocumentFragment} */ (pattern.content.cloneNode(true));
  const words = /** @type {Record<string, any>} */ (visit);
  for (const part of every('[data-say]', piece)) part.textContent = words[part.dataset.say ?? ''] ?? '';
  for (const part of every('[data-seen]', piece)) part.textContent = fill(part.dataset.seen ?? '', { when: saidTime(visit.changed) });
  for (const part of every('[data-cancelled]', piece)) part.hidden = visit.state !== 'cancelled';
  for (const part of every('[data-standing]', piece)) part.hidden = visit.state === 'cancelled';
  for (const list of every('[data-prepare]', piece)) list.replaceChildren(...visit.prepare.map(line));
  for (const way of every('a[data-call]', piece)) lead(way, visit.phone_link);
  for (const way of every('a[data-open]', piece)) lead(way, visit.url);
  return piece;
}

/** @param {string} words */
function line(words) {
  const made = document.createElement('li');
  made.textContent = words;
  return made;
}

/** A way that leads nowhere is not shown. @param {HTMLElement} way @param {string} address */
function lead(way, address) {
  way.setAttribute('href', address);
  way.hidden ||= !address;
}
