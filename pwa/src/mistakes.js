// @ts-check
/** Mistakes shown twice with the same words: in a summary that takes the focus, and at the field. */
import { every, focusOn, made } from './dom.js';
import { counted, word } from './words.js';

/** @typedef {import('./checks.js').Mistake} Mistake */

/** @param {HTMLElement} question @param {Mistake[]} all */
export function showMistakes(question, all) {
  clearMistakes(question);
  if (!all.length) return;
  all.forEach(atField);
  const summary = made('div', { class: 'ds-error-summary', tabindex: '-1', 'data-mistakes': true }, heading(all.length), list(all));
  question.prepend(summary);
  document.title = `${word('flow.error.title')} ${document.title}`;
  focusOn(summary);
}

/** @param {number} number */
function heading(number) {
  return made('h2', { class: 'ds-heading' }, counted('flow.error.heading', number));
}

/** @param {Mistake[]} all */
function list(all) {
  const line = (/** @type {Mistake} */ { control, text }) => made('li', {}, made('a', { class: 'ds-link', href: `#${control.id}`, on: (event) => jump(event, control) }, text));
  return made('ul', {}, ...all.map(line));
}

/** The address keeps saying which question is open. @param {Event} event @param {HTMLElement} control */
function jump(event, control) {
  event.preventDefault();
  control.focus();
}

/** @param {Mistake} mistake */
function atField({ control, text }) {
  control.id ||= `f-${control.name}`;
  const group = control.type === 'radio' || control.type === 'checkbox' ? control.closest('fieldset') : null;
  const id = `${group?.id || control.id}-error`;
  const told = made('p', { class: 'ds-validation-message', 'data-field': 'validation', 'data-mistakes': true, id }, text);
  if (group) (group.querySelector('.choices') ?? control.closest('.ds-field') ?? control).before(told);
  else (control.type === 'checkbox' ? (control.parentElement?.lastElementChild ?? control) : control).after(told);
  control.setAttribute('aria-invalid', 'true');
  control.setAttribute('aria-describedby', [id, ...described(control)].join(' '));
}

/** @param {HTMLElement} control */
function described(control) {
  const ids = control.getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.filter((id) => id && document.getElementById(id) && !id.endsWith('-error'));
}

/** Those the server wrote go too, once the person has changed the answer. @param {HTMLElement} question */
export function clearMistakes(question) {
  document.title = document.title.replace(`${word('flow.error.title')} `, '');
  every('.ds-error-summary[data-focus]').forEach((one) => one.remove());
  every('[data-mistakes], [data-field=validation]', question).forEach((one) => one.remove());
  for (const control of every('[aria-invalid]', question)) {
    control.removeAttribute('aria-invalid');
    control.setAttribute('aria-describedby', described(control).join(' '));
  }
}
