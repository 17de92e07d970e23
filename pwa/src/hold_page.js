// @ts-check
/** How long the time is still kept for whoever fills in the form: written quietly, said aloud near the end. */
import { every } from './dom.js';
import { fill } from './words.js';

const MINUTE = 60_000;
const SAID_AT = 2;

/** The seconds are the server's, so that a phone's wrong clock does no harm. */
export function countDown(now = Date.now) {
  for (const place of every('[data-hold]')) {
    const end = now() + Number(place.dataset.hold) * 1000;
    const timer = setInterval(() => tell(), 1000);
    addEventListener('pageshow', () => tell());
    const tell = () => {
      const left = Math.ceil((end - now()) / MINUTE);
      if (left <= 0) clearInterval(timer);
      show(place, left);
    };
    tell();
  }
}

/** @param {HTMLElement} place @param {number} left whole minutes that have begun */
function show(place, left) {
  const { one = '', other = '', over = '' } = place.dataset;
  const words = left <= 0 ? '' : left === 1 ? one : fill(other, { num: left });
  for (const part of every('[data-hold-left]', place)) if (part.textContent !== words) part.textContent = words;
  if (left <= 0) for (const part of every('[data-hold-words]', place)) part.textContent = over;
  const aloud = left <= 0 ? over : left === SAID_AT ? words : undefined;
  for (const part of every('[data-hold-said]')) if (aloud !== undefined && part.textContent !== aloud) part.textContent = aloud;
}
