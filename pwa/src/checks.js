// @ts-check
/** What is missing or can't be right in one question, in the page's own words. */
import { controls, isChoice, isChosen, matches } from './answers.js';

/** @typedef {import('./answers.js').Control} Control */
/** @typedef {import('./answers.js').Answers} Answers */
/** @typedef {{control: Control, text: string}} Mistake */

/** @type {Record<string, (text: string) => boolean>} */
const CHECKS = {
  tel: (text) => /^((\+|00)47)?\d{8}$|^(\+|00)(?!47)\d{7,15}$/.test(text.replace(/[\s().-]/g, '')),
  postal_code: (text) => /^\d{4}$/.test(text),
  year: (text) => /^(19|20|21)\d\d$/.test(text),
  email: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
};

/** @param {HTMLElement} question @param {Answers} answers of the whole form @param {(key: string) => string} word @returns {Mistake[]} one for each field or group, in order */
export function mistakes(question, answers, word) {
  const asked = controls(question).filter((control) => !control.disabled);
  const firsts = asked.filter((control, at) => asked.findIndex((other) => other.name === control.name) === at);
  const wrong = firsts.map((control) => mistake(control, asked, question, answers)).filter((one) => one !== undefined);
  const needed = missingOneOf(question, asked, answers);
  const all = needed && !wrong.length ? [{ control: needed, why: 'required' }] : wrong;
  return all.map(({ control, why }) => ({ control, text: said(control, why, question, word) }));
}

/** @param {Control} control the first of its name @param {Control[]} asked @param {HTMLElement} question @param {Answers} answers */
function mistake(control, asked, question, answers) {
  const group = asked.filter((other) => other.name === control.name);
  if (!group.some(isChosen)) return isNeeded(group, question, answers) ? { control, why: 'required' } : undefined;
  return isChoice(control) || isRight(control) ? undefined : { control, why: 'invalid' };
}

/** Always, by `data-required-if` another answer, or because the question as a whole must be answered. @param {Control[]} group @param {HTMLElement} question @param {Answers} answers */
function isNeeded(group, question, answers) {
  const by = (/** @type {Control} */ { required, dataset }) => required || Boolean(dataset.requiredIf && matches(dataset.requiredIf, answers));
  return group.some(by) || ('required' in question.dataset && group[0].name === controls(question)[0].name);
}

/** @param {Control} control */
export function isRight(control) {
  const text = control.value.trim();
  const check = CHECKS[control.dataset.check ?? control.type];
  return check ? check(text) : control.validity.valid;
}

/** `data-need-one="phone email"`: one of them must be given, always or `data-need-one-if`. @param {HTMLElement} question @param {Control[]} asked @param {Answers} answers */
function missingOneOf(question, asked, answers) {
  const { needOne, needOneIf } = question.dataset;
  const names = !needOneIf || matches(needOneIf, answers) ? (needOne?.split(' ') ?? []) : [];
  const group = asked.filter((control) => names.includes(control.name));
  return group.some(isChosen) ? undefined : group[0];
}

/** @param {Control} control @param {string} why @param {HTMLElement} question @param {(key: string) => string} word */
function said(control, why, question, word) {
  const own = why === 'required' ? control.dataset.errorRequired : control.dataset.errorInvalid;
  return own ?? control.dataset.error ?? question.dataset.error ?? word(`flow.error.${why}`);
}
