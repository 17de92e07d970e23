// @ts-check
/** What a page says only to somebody whose home check has a certain answer. */
import { matches } from './answers.js';
import { every } from './dom.js';

/** `data-if-check="mobile_coverage=no"`, by the newest home check on this phone. @param {import('./phone.js').Phone} phone */
export async function showByCheck({ drafts }) {
  const places = every('[data-if-check]');
  const [check] = places.length ? await drafts.open('home-check') : [];
  for (const place of places) place.hidden = !check || !matches(place.dataset.ifCheck ?? '', check.answers);
}
