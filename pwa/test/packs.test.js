import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromPack, wholePage } from '../src/packs.js';

const PACK = {
  frames: ['<html lang="nn"><title>%%title%%</title><a href="/en%%path%%">English</a><main>%%main%%</main>'],
  pages: { '/rad/klage': { frame: 0, title: 'Klage', main: '<h1>Klage $& koster ingenting</h1>' } },
};
const SHELF = { prefix: '/nn', packs: { '/rad/': '/pakker/nn/rad/1.json', '/': '/pakker/nn/2.json' } };
const kept = async (address) =>
  address.includes('/rad/') ? new Response(JSON.stringify(PACK), { headers: { Date: 'Sun, 22 Nov 2026 10:00:00 GMT' } }) : undefined;

test('a page comes out of its pack whole, with its own title, words and address', () => {
  assert.equal(
    wholePage(PACK, '/rad/klage'),
    '<html lang="nn"><title>Klage</title><a href="/en/rad/klage">English</a><main><h1>Klage $& koster ingenting</h1></main>',
  );
});

test('the copy says when it was fetched', async () => {
  const page = await fromPack(SHELF, '/nn/rad/klage', kept);
  assert.match(await page.text(), /^<html data-fetched="1795341600000" lang="nn">/);
  assert.equal(page.headers.get('Hundre'), '1');
});

test('what no pack has, and another language than the phone keeps, is not made up', async () => {
  assert.equal(await fromPack(SHELF, '/nn/rad/finnes-ikke', kept), undefined);
  assert.equal(await fromPack(SHELF, '/rad/klage', kept), undefined);
});
