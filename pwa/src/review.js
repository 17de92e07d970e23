// @ts-check
/** Looking over the answers before they are sent, and what a home check comes to. */
import { matches } from './answers.js';
import { every, made } from './dom.js';
import { nameOf, saidIn, steps, titleOf } from './questions.js';
import { word } from './words.js';

/** @param {HTMLFormElement} form @param {(name: string) => void} change */
export function fillReview(form, change) {
  const list = form.querySelector('[data-review] dl');
  const questions = steps(form).filter((section) => section.matches('.question'));
  list?.replaceChildren(...questions.map((section) => row(section, change)));
}

/** @param {HTMLElement} section @param {(name: string) => void} change */
function row(section, change) {
  const said = saidIn(section);
  const lines = (said.length ? said : [word('flow.no_answer')]).map((text) => made('dd', {}, text));
  const hidden = made('span', { class: 'ds-sr-only' }, ` ${titleOf(section)}`);
  const go = (/** @type {Event} */ event) => (event.preventDefault(), change(nameOf(section)));
  const way = made('a', { href: `#${nameOf(section)}`, on: go }, word('flow.change'), hidden);
  return made('div', { class: 'sum-row' }, made('dt', {}, titleOf(section)), ...lines, made('dd', { class: 'sum-change' }, way));
}

/** Shows the advice that fits, and hides groups that came out empty. @param {ParentNode} result @param {import('./answers.js').Answers} answers */
export function fillResult(result, answers) {
  const items = every('[data-advice-for]', result);
  items.forEach((item) => (item.hidden = !matches(item.dataset.adviceFor ?? '', answers)));
  const empty = (/** @type {ParentNode} */ within) => every('[data-advice-for]', within).every((item) => item.hidden);
  every('[data-advice-group]', result).forEach((group) => (group.hidden = empty(group)));
  every('[data-advice-none]', result).forEach((none) => (none.hidden = !empty(result)));
}
