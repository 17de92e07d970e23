// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backOff, wanted } from '../src/answer.js';
import { receiptUrl } from '../src/sender.js';
import { alarming } from '../src/waiting.js';
import './around.js';

const HOUR = 3_600_000;
const entry = /** @type {any} */ ({ receipt: '/nn/bolig/kvittering', page: '/nn/bolig/soknad' });

test('each try waits longer, up to a quarter of an hour, never exactly alike', () => {
  assert.deepEqual([1, 2, 3, 20].map((tries) => backOff(tries, 0.5)), [5000, 10_000, 20_000, 900_000]);
  assert.notEqual(backOff(3, 0), backOff(3, 1));
});

test('Retry-After is read as seconds or as a date, and not believed beyond a day', () => {
  assert.equal(wanted('120', 0), 120_000);
  assert.equal(wanted('Thu, 01 Jan 1970 00:01:00 GMT', 0), 60_000);
  assert.equal(wanted('99999999', 0), 24 * HOUR);
  assert.deepEqual([wanted(null, 0), wanted('soon', 0), wanted('Thu, 01 Jan 1970 00:00:00 GMT', HOUR)], [0, 0, 0]);
});

test('an urgent request says at once that it isn’t sent, another after a day', () => {
  assert.equal(alarming({ urgent: true, born: 0 }, 1), true);
  assert.equal(alarming({ urgent: false, born: 0 }, 23 * HOUR), false);
  assert.equal(alarming({ urgent: false, born: 0 }, 24 * HOUR), true);
});

test('the receipt’s address comes from the answer, but never leads to another site', () => {
  assert.equal(receiptUrl(entry, { receipt: 'http://localhost/bolig/kvittering/B-1?token=x' }), '/bolig/kvittering/B-1?token=x');
  assert.equal(receiptUrl(entry, { receipt: '//elsewhere.example/x', reference: 'B-1', token: 'x' }), '/nn/bolig/kvittering/B-1?token=x');
  assert.equal(receiptUrl(entry, { reference: 'B-1' }), '/nn/bolig/kvittering/B-1');
  assert.equal(receiptUrl(entry, null), '/nn/bolig/soknad');
});
