// @ts-check
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { isFile, isOurs, isPrivate, mayBeKept, offlinePage } from '../src/public_pages.js';
import { fill } from '../src/words.js';

const SRC = new URL('../src/', import.meta.url);
const TEXTS = readFileSync(new URL('../../content/texts/phone.yaml', import.meta.url), 'utf8');

test('every word the script asks for is in the texts', () => {
  const script = readdirSync(SRC).map((name) => readFileSync(new URL(name, SRC), 'utf8')).join('\n');
  const words = [...script.matchAll(/\bword\('([\w.]+)'/g)].map(([, key]) => `phone.${key}:`);
  const counted = [...script.matchAll(/\bcounted\('([\w.]+)'/g)].flatMap(([, key]) => [`phone.${key}.one:`, `phone.${key}.other:`]);
  assert.deepEqual([...words, ...counted].filter((key) => !TEXTS.includes(`\n${key}`)), []);
});

test('a place in a text is filled, and an unknown one is left to be seen', () => {
  assert.equal(fill('Ring %(phone)s, %(who)s', { phone: '72 00 00 10' }), 'Ring 72 00 00 10, %(who)s');
});

test('private pages never have a copy, in any language', () => {
  for (const path of ['/min-side', '/nn/min-side/saker/B-1', '/ansatt/innboks', '/en/bolig/kvittering/B-1', '/logg-inn', '/api/v1/me', '/time/T-26-0001', '/nn/time/velg', '/time/onske/kvittering/S-26-0001', '/time/onskene']) assert.equal(isPrivate(path), true, path);
  for (const path of ['/', '/nn', '/bolig', '/bolig/soknad', '/time', '/time/onske', '/en/time/onske', '/ansattelser']) assert.equal(isPrivate(path), false, path);
});

test('without the net each language has its own page', () => {
  assert.deepEqual([offlinePage('/bolig'), offlinePage('/nn/bolig'), offlinePage('/en'), offlinePage('/nnn')], ['/uten-nett', '/nn/uten-nett', '/en/uten-nett', '/uten-nett']);
});

test('only whole and public answers of our own are kept', () => {
  const answer = (/** @type {number} */ status, /** @type {Record<string, string>} */ headers) => new Response('', { status, headers });
  assert.equal(mayBeKept(answer(200, { 'Cache-Control': 'public, immutable' })), true);
  assert.equal(mayBeKept(answer(200, { 'Cache-Control': 'no-store' })), false);
  assert.equal(mayBeKept(answer(404, {})), false);
  assert.equal(isOurs(answer(200, { 'Content-Type': 'text/html' })), false);
  assert.equal(isOurs(answer(200, { 'Content-Type': 'text/html', Hundre: '1' })), true);
  assert.deepEqual([isFile('/static/shell.abc.js'), isFile('/tema/fjelldal.abc.css'), isFile('/bolig')], [true, true, false]);
});
