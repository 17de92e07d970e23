// @ts-check
/** The pages beside the questions: the buttons, "saved for later", and a welcome back. */
import { mayVanish } from './device.js';
import { button, link, made } from './dom.js';
import { nameOf, steps } from './questions.js';
import { isMyPhone, thisIsMyPhone } from './settings.js';
import { facts, saidTime, word } from './words.js';

/** @typedef {import('./writing.js').Writing} Writing */
/** @typedef {import('./walk.js').Walk} Walk */

export const RED = 'red-flags';
export const LATER = 'saved-for-later';

/** A page of its own, outside the form; made where the page has none. @param {string} id @param {HTMLFormElement} form */
export function panel(id, form) {
  const found = document.getElementById(id) ?? made('section', { id, class: 'stack' });
  found.hidden = true;
  form.after(found);
  return found;
}

/** @param {() => void} next @param {() => void} [later] */
export function flowButtons(next, later) {
  const on = button(word('flow.next'), next, 'primary');
  const all = made('div', { class: 'buttons' }, on);
  on.dataset.next = '';
  if (later) all.append(button(word('flow.later'), later, 'tertiary'), made('p', { class: 'saved', 'data-saved': true }));
  if (later && mayVanish()) all.append(made('p', { class: 'muted' }, word('flow.iphone')));
  return all;
}

/** @param {HTMLElement} place */
export function fillLater(place) {
  const mine = isMyPhone();
  const ask = made('p', {}, button(word('my_phone.ask'), () => thisIsMyPhone().then(() => fillLater(place))));
  place.replaceChildren(
    made('h1', { class: 'q', tabindex: '-1' }, word('later.heading')),
    made('p', {}, word(mine ? 'later.mine' : 'later.lent')),
    ...(mine ? [] : [ask]),
    ...(mayVanish() ? [made('p', {}, word('flow.iphone'))] : []),
    made('p', {}, button(word('later.back'), () => history.back())),
    made('p', {}, link(word('later.home'), `${facts().prefix}/`)),
  );
}

/** "You go on where you left off", with a way to begin again, and back. @param {HTMLFormElement} form @param {Writing} writing @param {Walk} walk @param {() => void} changed */
export function greeting(form, writing, walk, changed) {
  const place = made('div', { class: 'resumed', role: 'status' });
  const welcome = () => {
    const text = word('flow.resumed', { when: saidTime(writing.draft().changed) });
    const unsure = writing.draft().unsure ? [made('p', {}, word('outbox.maybe'))] : [];
    place.replaceChildren(made('p', {}, text), ...unsure, button(word('flow.start_over'), startOver, 'tertiary'));
  };
  const go = (/** @type {HTMLElement} */ section) => (changed(), walk.go(nameOf(section), { replace: true }));
  async function startOver() {
    const back = await writing.startOver();
    go(steps(form)[0]);
    place.replaceChildren(made('p', {}, word('flow.erased')), button(word('undo'), () => back().then(welcome).then(() => go(steps(form)[0])), 'tertiary'));
  }
  welcome();
  form.before(place);
}
