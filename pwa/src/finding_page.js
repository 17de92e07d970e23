// @ts-check
/** The search field of the catalogue: answers while somebody types, and is there again when they come back. */
import { every, focusOn } from './dom.js';
import { fold, makeSearch } from './search.js';
import { fill } from './words.js';

const [SHORTEST, LONGEST] = [2, 100];
/** A browser that is told of every letter soon stops listening. */
const PAUSE = 300;
const SCREENFUL = 4;

/** @param {HTMLFormElement} form */
export function offerSearch(form) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('q'));
  const { prepare, show } = shower();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const remember = () => (clearTimeout(timer), rememberIn(field.value.trim()));
  const look = () => {
    show(field.value.trim());
    clearTimeout(timer);
    timer = setTimeout(remember, PAUSE);
  };
  const asked = new URLSearchParams(location.search).get('q');
  if (asked !== null) field.value = asked.slice(0, LONGEST);
  if (field.value) show(field.value.trim());
  field.addEventListener('focus', prepare, { once: true });
  field.addEventListener('input', look);
  document.addEventListener('click', remember, true);
  form.addEventListener('submit', (event) => (event.preventDefault(), look(), remember(), focusOn(heading())));
  for (const link of every('[data-clear] a')) link.addEventListener('click', (event) => (event.preventDefault(), (field.value = ''), look(), field.focus()));
}

/** The heading above what was found, or of what wasn't. */
function heading() {
  return every('[data-list-words], [data-nothing-words]').find((one) => one.getClientRects().length) ?? null;
}

/** Back from an entry leads to the same search. @param {string} asked */
function rememberIn(asked) {
  const here = new URL(location.href);
  if (asked === (here.searchParams.get('q') ?? '')) return;
  if (asked) here.searchParams.set('q', asked);
  else here.searchParams.delete('q');
  history.replaceState(history.state, '', here);
}

/** What is typed last is what is shown. */
function shower() {
  const list = every('[data-rows]')[0];
  const rows = every(':scope > li', list).sort((a, b) => Number(a.dataset.place) - Number(b.dataset.place));
  const browsed = rows.filter((row) => !('guide' in row.dataset));
  const unroll = unroller(list, rows);
  /** @type {ReturnType<typeof makeSearch> | undefined} */
  let search;
  /** Done when somebody first touches the field, with a word to get the machine going. */
  const prepare = () => {
    search ??= makeSearch(rows.map(({ dataset }) => ({ named: dataset.title ?? '', called: dataset.words, hard: dataset.needs })));
    search('hjelpemidlene');
    return search;
  };
  const show = (/** @type {string} */ asked) => {
    const looking = fold(asked).length >= SHORTEST;
    const found = looking ? (search ?? prepare())(asked).map((at) => rows[at]) : undefined;
    say(asked, found?.length);
    unroll(found ?? browsed);
  };
  return { prepare, show };
}

/** A screenful at a time: an old phone needs long to lay out the whole list, and the answer stands in its beginning. @param {HTMLElement} list @param {HTMLElement[]} rows */
function unroller(list, rows) {
  let shown = rows.filter((row) => !row.hidden);
  /** @param {HTMLElement[]} wanted */
  return (wanted) => {
    if (wanted.length === shown.length && wanted.every((row, at) => row === shown[at])) return;
    shown = wanted;
    const now = new Set(wanted.slice(0, SCREENFUL));
    list.prepend(...wanted);
    for (const row of rows) if (row.hidden === now.has(row)) row.hidden = !row.hidden;
    unroll(wanted.slice(SCREENFUL), () => shown === wanted);
  };
}

/** @param {HTMLElement[]} rest @param {() => boolean} still is this what is asked for? */
function unroll(rest, still) {
  if (!rest.length) return;
  soon(() => {
    if (!still()) return;
    rest.slice(0, SCREENFUL).forEach((row) => (row.hidden = false));
    unroll(rest.slice(SCREENFUL), still);
  });
}

/** When what is there has been painted. @param {() => void} work */
function soon(work) {
  requestAnimationFrame(() => setTimeout(work));
}

/** @param {string} asked @param {number | undefined} number undefined: nobody searches */
function say(asked, number) {
  const looking = number !== undefined;
  hide('[data-browse]', looking);
  hide('[data-list]', number === 0);
  hide('[data-nothing]', number !== 0);
  hide('[data-clear]', !looking);
  for (const place of every('[data-list-words]')) {
    const { all, one, other } = place.dataset;
    tell(place, fill((looking ? (number === 1 ? one : other) : all) ?? '', { num: number }));
  }
  for (const place of every('[data-nothing-words]')) if (number === 0) tell(place, fill(place.dataset.nothingWords ?? '', { asked }));
}

/** @param {string} selector @param {boolean} hidden */
function hide(selector, hidden) {
  every(selector).forEach((place) => (place.hidden = hidden));
}

/** The same words aren't said twice. @param {HTMLElement} place @param {string} words */
function tell(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
