// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gather, matches, payload } from '../src/answers.js';
import { isRight, mistakes } from '../src/checks.js';
import { flat } from '../src/sending.js';

/** @typedef {Record<string, any>} Field */

/** Enough of a form for reading it. @param {Field[]} fields @param {Record<string, string>} [dataset] @returns {any} */
function form(fields, dataset = {}) {
  const all = fields.map((field) => ({ type: 'text', value: '', dataset: {}, required: false, disabled: false, validity: { valid: true }, ...field }));
  const months = [...new Set(fields.filter((field) => field.month).map((field) => field.month))].map((month) => ({ dataset: { month } }));
  return { dataset, querySelectorAll: (/** @type {string} */ what) => (what === '[data-month]' ? months : all) };
}

/** @param {string} name @param {string} value @param {boolean} checked @param {Field} [more] */
function box(name, value, checked, more = {}) {
  return { type: 'checkbox', name, value, checked, ...more };
}

const word = (/** @type {string} */ key) => key;

test('dots nest, brackets make lists, and empty answers are left out', () => {
  const body = payload(form([{ name: 'person.name', value: ' Kari ' }, { name: 'person.phone' }, box('difficult[]', 'stairs', true), box('difficult[]', 'bath', true), box('consent', 'true', true)]));
  assert.deepEqual(body, { person: { name: 'Kari' }, difficult: ['stairs', 'bath'], consent: true });
});

test('a question that is switched off is not sent, but kept', () => {
  const asked = form([{ name: 'helper.name', value: 'Per', disabled: true }]);
  assert.deepEqual([payload(asked), gather(asked)], [{}, { 'helper.name': ['Per'] }]);
});

test('month and year are one answer, the year alone is enough, and not knowing wins', () => {
  const since = (/** @type {string} */ year, /** @type {string} */ month) => form([{ name: 'since.month', value: month, month: 'since' }, { name: 'since.year', value: year }]);
  assert.deepEqual([payload(since('2026', '03')), payload(since('2026', '')), payload(since('', '03'))], [{ since: '2026-03' }, { since: '2026' }, {}]);
  const unknown = form([{ name: 'since.year', value: '2026', month: 'since' }, { type: 'radio', name: 'since', value: 'unknown', checked: true }]);
  assert.deepEqual(payload(unknown), { since: 'unknown' });
});

test('a red flag is never kept', () => {
  assert.deepEqual(gather(form([box('signals[]', 'danger_now', true, { dataset: { flag: 'red' } })])), {});
});

test('conditions read as they are written', () => {
  const answers = { for_whom: ['other'], bath: ['no', 'unknown'] };
  assert.equal(matches('for_whom=other,worry', answers), true);
  assert.equal(matches('for_whom=self', answers), false);
  assert.equal(matches('for_whom!=self;bath=unknown', answers), true);
  assert.equal(matches('for_whom=self|bath=no', answers), true);
  assert.equal(matches('never_asked=yes', answers), false);
});

test('phone numbers are forgiven their spaces and country code', () => {
  const right = (/** @type {string} */ value) => isRight(/** @type {any} */ ({ type: 'tel', value, dataset: {} }));
  for (const value of ['900 00 000', '+47 90 00 00 00', '0047 90000000', '+46 70 123 45 67']) assert.equal(right(value), true, value);
  for (const value of ['900 00 00', '12', 'ring meg', '+47 9000']) assert.equal(right(value), false, value);
});

test('a missing answer is told in the field’s own words, one for each group', () => {
  const question = form([{ type: 'radio', name: 'for_whom', value: 'self', checked: false, required: true, dataset: { errorRequired: 'Velg hvem det gjelder.' } }, { type: 'radio', name: 'for_whom', value: 'other', checked: false }]);
  assert.deepEqual(mistakes(question, {}, word).map((one) => one.text), ['Velg hvem det gjelder.']);
});

test('a name is needed only where it is about oneself or one who is helped', () => {
  const question = form([{ name: 'person.name', dataset: { requiredIf: 'for_whom=self,other', errorRequired: 'Skriv navnet.' } }]);
  assert.equal(mistakes(question, { for_whom: ['self'] }, word).length, 1);
  assert.equal(mistakes(question, { for_whom: ['worry'] }, word).length, 0);
});

test('one of several is enough where the question says so', () => {
  const question = (/** @type {string} */ address) => form([{ name: 'person.name' }, { name: 'person.address', value: address }], { needOne: 'person.name person.address', error: 'Skriv navn eller adresse.' });
  assert.deepEqual(mistakes(question(''), {}, word).map((one) => one.text), ['Skriv navn eller adresse.']);
  assert.deepEqual(mistakes(question('Lia 1'), {}, word), []);
});

test('the API’s mistakes are read nested or dotted', () => {
  assert.deepEqual(flat({ person: { phone: ['Skriv telefon.'] }, 'helper.name': ['Skriv navn.'] }), [['person.phone', 'Skriv telefon.'], ['helper.name', 'Skriv navn.']]);
});
