// @ts-check
/** The questions of one form: which are shown now, what they are called, what was answered. */
import { controls, isChosen, matches } from './answers.js';
import { every } from './dom.js';

/** @typedef {import('./answers.js').Answers} Answers */

/** Switches questions and parts of questions on and off by earlier answers. @param {HTMLFormElement} form @param {Answers} [beside] answers that aren't in the form */
export function switchOver(form, beside = {}) {
  const parts = every('[data-show-if]', form);
  parts.forEach((part) => turn(part, matches(part.dataset.showIf ?? '', { ...beside, ...answered(form) })));
}

/** A switched-off answer can't switch on others. @param {HTMLFormElement} form @returns {Answers} */
function answered(form) {
  /** @type {Answers} */
  const given = {};
  for (const control of controls(form)) if (!control.disabled && isChosen(control)) (given[control.name] ??= []).push(control.value);
  return given;
}

/** @param {HTMLElement} part @param {boolean} on */
function turn(part, on) {
  part.toggleAttribute('data-off', !on);
  if (!part.matches('.question')) part.hidden = !on;
  controls(part).forEach((control) => (control.disabled = Boolean(control.closest('[data-off]'))));
}

/** The sections to walk through now: questions that are on, then the last page. @param {HTMLFormElement} form */
export function steps(form) {
  return every('.question, [data-review], [data-result]', form).filter((section) => !section.closest('[data-off]'));
}

/** @param {HTMLElement} section */
export function nameOf(section) {
  return section.dataset.question ?? ('review' in section.dataset ? 'se-over' : 'resultat');
}

/** @param {HTMLElement} section @returns {HTMLElement | null} */
export function headingOf(section) {
  return every('.q, h1, h2, legend', section).find((one) => !one.closest('[data-off]')) ?? null;
}

/** What the question is called where there is little room. @param {HTMLElement} section */
export function titleOf(section) {
  return section.dataset.label ?? headingOf(section)?.textContent?.trim() ?? '';
}

/** The answers as the person read them. @param {HTMLElement} section @returns {string[]} */
export function saidIn(section) {
  const given = controls(section).filter((control) => !control.disabled && isChosen(control));
  return given.map((control) => labelOf(control));
}

/** @param {import('./answers.js').Control} control */
function labelOf(control) {
  if (control instanceof HTMLSelectElement) return control.selectedOptions[0]?.text ?? '';
  if (control.type !== 'radio' && control.type !== 'checkbox') return control.value.trim();
  const label = control.labels?.[0]?.cloneNode(true);
  if (!(label instanceof HTMLElement)) return control.value;
  every('small, [data-field=description]', label).forEach((hint) => hint.remove());
  return label.textContent?.trim() ?? '';
}

/** @param {HTMLFormElement} form */
export function redFlag(form) {
  return controls(form).find((control) => control.dataset.flag === 'red' && !control.disabled && isChosen(control));
}

/** Some answers mean that waiting a day is too long. @param {HTMLFormElement} form */
export function isUrgent(form) {
  return controls(form).some((control) => control.dataset.flag === 'urgent' && !control.disabled && isChosen(control));
}

/** A red flag is answered with a number to call, and never kept. @param {HTMLFormElement} form */
export function takeBackRed(form) {
  const flag = redFlag(form);
  if (flag instanceof HTMLInputElement) flag.checked = false;
}
