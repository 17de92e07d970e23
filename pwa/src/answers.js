// @ts-check
/** Between a form and what is kept or sent: field names are JSON keys, dots nest, `[]` makes a list. */
import { every } from './dom.js';

/** @typedef {Record<string, string[]>} Answers */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

const NOT_ANSWERS = new Set(['hidden', 'file', 'password', 'submit', 'button', 'reset']);

/** @param {ParentNode} within @returns {Control[]} */
export function controls(within) {
  const all = /** @type {Control[]} */ ([...within.querySelectorAll('input[name], select[name], textarea[name]')]);
  return all.filter((control) => !NOT_ANSWERS.has(control.type));
}

/** @param {Control} control */
export function isChoice(control) {
  return control.type === 'radio' || control.type === 'checkbox';
}

/** @param {Control} control */
export function isChosen(control) {
  return isChoice(control) ? /** @type {HTMLInputElement} */ (control).checked : control.value.trim() !== '';
}

/** Everything answered, switched-off questions too: they may be switched on again. Red flags are never kept. @param {ParentNode} form @returns {Answers} */
export function gather(form) {
  /** @type {Answers} */
  const answers = {};
  for (const control of controls(form)) {
    if (isChosen(control) && control.dataset.flag !== 'red') (answers[control.name] ??= []).push(control.value);
  }
  return answers;
}

/** @param {ParentNode} form @param {Answers} answers */
export function restore(form, answers) {
  for (const control of controls(form)) {
    const values = answers[control.name];
    if (!values) continue;
    if (isChoice(control)) /** @type {HTMLInputElement} */ (control).checked = values.includes(control.value);
    else control.value = values[0];
  }
}

/**
 * `for_whom=other,worry`: one of these; `!=`: none of these; `;` means and, `|` means or.
 * @param {string} rule @param {Answers} answers
 */
export function matches(rule, answers) {
  return rule.split('|').some((group) => group.split(';').every((one) => holds(one.trim(), answers)));
}

/** @param {string} one @param {Answers} answers */
function holds(one, answers) {
  const [, name, not, values] = /^([^=!]+)(!?)=(.*)$/.exec(one) ?? [];
  const given = answers[name] ?? [];
  const found = (values ?? '').split(',').some((value) => given.includes(value));
  return found !== Boolean(not);
}

/** What the command is sent: only questions that are shown. @param {ParentNode} form */
export function payload(form) {
  /** @type {Record<string, any>} */
  const body = {};
  for (const control of controls(form)) {
    if (!control.disabled && isChosen(control)) put(body, control.name, value(control));
  }
  every('[data-month]', form).forEach((part) => joinMonth(body, part.dataset.month ?? ''));
  return body;
}

/** `since.year` and `since.month` are one answer: 2026-03, or 2026 alone. @param {Record<string, any>} body @param {string} name */
function joinMonth(body, name) {
  const { year, month } = body[name] ?? {};
  if (year) body[name] = month ? `${year}-${month}` : year;
  else if (typeof body[name] === 'object') delete body[name];
}

/** @param {Control} control */
function value(control) {
  const text = control.value.trim().normalize('NFC');
  if (control.dataset.type === 'number') return Number(text.replace(',', '.'));
  if (control.dataset.type === 'boolean' || isTick(control)) return text !== 'false' && text !== 'no';
  return text;
}

/** A single box without a list is a yes. @param {Control} control */
function isTick(control) {
  return control.type === 'checkbox' && !control.name.endsWith('[]') && ['on', 'true', 'yes', '1'].includes(control.value);
}

/** A single choice beside a branch, such as "I don't know", wins. @param {Record<string, any>} at @param {string} key */
function branch(at, key) {
  at[key] ??= {};
  return typeof at[key] === 'object' ? at[key] : {};
}

/** @param {Record<string, any>} body @param {string} name @param {unknown} value */
function put(body, name, value) {
  const list = name.endsWith('[]');
  const path = name.replace(/\[\]$/, '').split('.');
  const last = /** @type {string} */ (path.pop());
  const within = path.reduce((/** @type {Record<string, any>} */ at, key) => branch(at, key), body);
  if (list) (within[last] ??= []).push(value);
  else within[last] = value;
}
