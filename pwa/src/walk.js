// @ts-check
/** One question at a time, with the browser's own Back. */
import { every, focusOn, made } from './dom.js';
import { headingOf, nameOf, steps, titleOf } from './questions.js';
import { word } from './words.js';

/**
 * @typedef {Object} Walk
 * @property {(name: string, how?: {replace?: boolean, quiet?: boolean}) => void} go
 * @property {() => void} next @property {() => boolean} back false when this is the first
 * @property {() => HTMLElement} current @property {() => string} here
 */

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement[]} panels pages beside the questions, each with an id
 * @param {(section: HTMLElement) => void} arrived
 * @returns {Walk}
 */
export function makeWalk(form, panels, arrived) {
  const title = document.title;
  let at = '';

  /** @param {string} name */
  const panel = (name) => panels.find((one) => one.id === name);
  const current = () => steps(form).find((section) => nameOf(section) === at) ?? steps(form)[0];

  /** @param {string} name @param {boolean} [quiet] the page has just come: leave the focus alone */
  function show(name, quiet) {
    at = name;
    const aside = panel(name);
    const section = aside ?? current();
    if (!aside) at = nameOf(section);
    panels.forEach((one) => (one.hidden = one !== aside));
    form.hidden = Boolean(aside);
    every('.question, [data-review], [data-result]', form).forEach((one) => (one.hidden = one !== section));
    document.title = `${titleOf(section)} – ${title}`;
    if (!aside) progress(form, section);
    arrived(section);
    if (quiet) return;
    scrollTo(0, 0);
    focusOn(headingOf(section) ?? section);
  }

  /** @type {Walk['go']} */
  function go(name, { replace, quiet } = {}) {
    const step = replace ? (history.state?.step ?? 0) : (history.state?.step ?? 0) + 1;
    history[replace ? 'replaceState' : 'pushState']({ ...history.state, at: name, step }, '', `#${name}`);
    show(name, quiet);
  }

  function next() {
    const all = steps(form);
    const following = all[all.indexOf(current()) + 1];
    if (following) go(nameOf(following));
  }

  /** Really back, so that the browser's own Back and ours agree. */
  function back() {
    const before = steps(form)[steps(form).indexOf(current()) - 1];
    if (history.state?.step > 0) history.back();
    else if (before && !panel(at)) go(nameOf(before), { replace: true });
    else return false;
    return true;
  }

  addEventListener('popstate', () => show(history.state?.at ?? nameOf(steps(form)[0])));
  return { go, next, back, current, here: () => at };
}

/** @param {HTMLFormElement} form */
function madeProgress(form) {
  const words = made('span', { id: 'progress-words', 'data-progress-words': true });
  const bar = made('progress', { 'aria-labelledby': 'progress-words' });
  form.prepend(made('div', { class: 'progress' }, made('p', {}, words), bar));
  return form.firstElementChild;
}

/** How many there are is not known before a question that decides it is behind us. @param {HTMLFormElement} form @param {HTMLElement} section */
function progress(form, section) {
  const all = steps(form).filter((one) => one.matches('.question'));
  const number = all.indexOf(section) + 1;
  const fork = 'fork' in section.dataset;
  const place = /** @type {HTMLElement} */ (document.querySelector('.progress') ?? madeProgress(form));
  place.hidden = !number;
  Object.assign(place.querySelector('progress') ?? {}, { max: all.length, value: number, hidden: fork });
  const words = place.querySelector('[data-progress-words]');
  if (words) words.textContent = word(fork ? 'flow.progress.fork' : 'flow.progress', { number, total: all.length });
}
