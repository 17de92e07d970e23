// @ts-check
/** "Put in my plan" on a thing's page, and what was put there on the catalogue's first page. */
import { every, link, made } from './dom.js';
import { isMyPhone } from './settings.js';
import { facts } from './words.js';

/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {import('./things.js').Thing} Thing */

const MOST_COMPARED = 3;

/** @param {Phone} phone */
export async function offerKeeping({ things }) {
  const kept = new Set((await things.all()).map((one) => one.slug));
  for (const button of every('button[data-keep]')) {
    const { keep: slug = '', name = '' } = button.dataset;
    show(button, kept.has(slug));
    button.hidden = false;
    button.addEventListener('click', () => {
      const keeping = button.getAttribute('aria-pressed') !== 'true';
      const done = keeping ? things.add({ slug, name }) : things.remove(slug);
      done.then(() => (show(button, keeping), say(keeping ? 'kept' : 'unkept'))).catch(() => say('not'));
    });
  }
}

/** @param {HTMLElement} button @param {boolean} kept */
function show(button, kept) {
  button.setAttribute('aria-pressed', String(kept));
  (button.querySelector('span') ?? button).textContent = (kept ? button.dataset.wordsUnkeep : button.dataset.wordsKeep) ?? '';
}

/** The place is shown first, so that the words coming into it are read aloud. @param {'kept' | 'unkept' | 'not'} what */
function say(what) {
  for (const place of every('[data-keep-told]')) place.hidden = false;
  for (const place of every('[data-keep-status]')) setTimeout(() => (place.textContent = place.dataset[what] ?? ''));
  for (const place of every('[data-lent]')) place.hidden = what !== 'kept' || isMyPhone();
}

/** @param {Phone} phone */
export async function showThings({ things }) {
  const places = every('[data-things]');
  const kept = places.length ? await things.all() : [];
  for (const place of places) {
    place.querySelector('ul')?.replaceChildren(...kept.map(row));
    place.hidden = !kept.length;
    for (const offer of every('[data-compare-things]', place)) offerToCompare(offer, kept);
  }
}

/** As the list shows it; a thing that the list no longer has is a plain link. @param {Thing} thing */
function row({ slug, name }) {
  const listed = document.querySelector(`[data-rows] a[href$="/hjelpemidler/${slug}"]`)?.closest('li')?.cloneNode(true);
  if (!(listed instanceof HTMLElement)) return made('li', { class: 'row' }, link(name, `${facts().prefix}/hjelpemidler/${slug}`));
  listed.hidden = false;
  return listed;
}

/** @param {HTMLElement} offer @param {Thing[]} kept */
function offerToCompare(offer, kept) {
  const asked = new URLSearchParams(kept.slice(0, MOST_COMPARED).map(({ slug }) => ['type', slug]));
  for (const one of /** @type {HTMLAnchorElement[]} */ (every('a', offer))) one.search = `?${asked}`;
  offer.hidden = kept.length < 2;
}
