// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ours, phone, portal, queued, written } from './around.js';

const TWIN = { type: '/api/v1/docs#in-progress', title: 'Et øyeblikk' };

test('what the API has accepted leaves the phone and its receipt stays', async () => {
  const mine = phone();
  const { id } = await queued(mine);
  await mine.outbox.sendAll();
  assert.equal((await mine.outbox.list()).entries.length, 0);
  assert.equal((await mine.outbox.receipt(id))?.url, '/bolig/kvittering/B-26-0001?token=t');
  assert.equal(mine.world.calls[0].key, id);
});

/** @type {[string, () => Response][]} */
const PASSING = [
  ['a café that answers 200 to everything', portal],
  ['a stranger who answers in JSON', () => new Response('{"id": 1}', { headers: { 'Content-Type': 'application/json' } })],
  ['an answer that breaks off', () => new Response('{"refer', { headers: { 'Content-Type': 'application/json', Hundre: '1' } })],
  ['a twin that is being carried out', () => ours(409, TWIN)],
  ...[408, 425, 429, 500, 502, 503].map((status) => /** @type {[string, () => Response]} */ ([`a ${status}`, () => ours(status, { title: 'Senere' })])),
];

for (const [what, answer] of PASSING) {
  test(`${what} keeps the request waiting`, async () => {
    const mine = phone();
    await queued(mine);
    mine.world.api = answer;
    await mine.outbox.sendAll();
    const [entry] = (await mine.outbox.list()).entries;
    assert.equal(entry.state, 'waiting');
    assert.ok(entry.next_at > mine.world.now);
  });
}

test('what was sent while nobody looked is news until it has been told', async () => {
  const mine = phone();
  const { outbox } = mine;
  await queued(mine);
  await outbox.sendAll();
  const news = await outbox.untold();
  assert.equal(news.length, 1);
  await outbox.haveTold(news);
  assert.deepEqual(await outbox.untold(), []);
  assert.equal((await outbox.receipts()).length, 1);
});

test('without a net the request waits, and arrives once when it is back', async () => {
  const mine = phone();
  await queued(mine);
  const works = mine.world.api;
  mine.world.api = () => Promise.reject(new TypeError('no net'));
  await mine.outbox.sendAll();
  mine.world.api = works;
  assert.equal((await mine.outbox.sendAll()).length, 0, 'not before its time');
  assert.equal((await mine.outbox.sendAll({ force: true })).length, 1);
});

test('the same key goes again when the first answer was lost', async () => {
  const mine = phone();
  const { id } = await queued(mine);
  mine.world.api = () => Promise.reject(new TypeError('the answer was lost'));
  await mine.outbox.sendAll();
  await mine.outbox.sendAll({ force: true });
  assert.deepEqual(mine.world.calls.map((call) => call.key), [id, id]);
});

test('a page that comes up tries at once what no answer held back, but not what the API put off', async () => {
  const mine = phone();
  await queued(mine);
  for (const answer of [() => Promise.reject(new TypeError('no net')), () => ours(503, { title: 'Opptatt' }), () => ours(201, {})]) {
    mine.world.api = answer;
    await mine.outbox.sendAll({ awake: true });
  }
  assert.equal(mine.world.calls.length, 2);
  mine.world.now += 60_000;
  await mine.outbox.sendAll({ awake: true });
  assert.equal(mine.world.calls.length, 3);
});

test('nobody is asked sooner than the server wished, even by hand', async () => {
  const mine = phone();
  await queued(mine);
  mine.world.api = () => ours(503, { title: 'Opptatt' }, { 'Retry-After': '60' });
  await mine.outbox.sendAll();
  mine.world.now += 59_000;
  await mine.outbox.sendAll({ force: true });
  assert.equal(mine.world.calls.length, 1);
  mine.world.now += 2_000;
  await mine.outbox.sendAll({ force: true });
  assert.equal(mine.world.calls.length, 2);
});

test('a no in the API’s own words waits for the person, with those words', async () => {
  const mine = phone();
  const { id } = await queued(mine);
  mine.world.api = () => ours(422, { title: 'Ugyldig', errors: { 'person.phone': ['Skriv telefonnummeret.'] } });
  await mine.outbox.sendAll();
  const [entry] = (await mine.outbox.list()).entries;
  assert.equal(entry.state, 'needs_you');
  assert.deepEqual(entry.problem?.errors, { 'person.phone': ['Skriv telefonnummeret.'] });
  await mine.outbox.sendAll({ force: true });
  assert.equal(mine.world.calls.length, 1, 'it is not sent again by itself');
  assert.equal((await mine.outbox.takeBack(id))?.problem?.title, 'Ugyldig');
});

test('what is taken back is a draft again with all its answers', async () => {
  const mine = phone();
  const { id } = await queued(mine, { photos: ['trapp.jpg'] });
  const draft = await mine.outbox.takeBack(id);
  assert.deepEqual(draft?.answers, { what_matters: ['Å komme inn på badet'] });
  assert.equal((await mine.drafts.find(id))?.photos.length, 1);
  assert.equal((await mine.outbox.list()).entries.length, 0);
});

test('one draft sent from two tabs is one request', async () => {
  const mine = phone();
  const draft = await queued(mine);
  const what = { command: '/api/v1/housing/requests', receipt: '', lang: 'nb', payload: {}, urgent: false, title: '' };
  assert.equal(await mine.outbox.add(what, draft), false);
  await Promise.all([mine.outbox.sendAll(), mine.anotherTab().sendAll()]);
  assert.equal(await mine.outbox.add(what, draft), false, 'nor after it was sent');
  assert.equal(mine.world.calls.length, 1);
});

test('a tab left open doesn’t bring back a draft that was sent', async () => {
  const mine = phone();
  const draft = await queued(mine);
  await mine.outbox.sendAll();
  assert.equal(await mine.drafts.save(draft), false);
  assert.equal((await mine.drafts.open()).length, 0);
});

test('a phone that died while sending tries again when it wakes', async () => {
  const mine = phone();
  await queued(mine);
  const works = mine.world.api;
  mine.world.api = () => new Promise(() => {});
  mine.outbox.sendAll();
  while (!mine.world.calls.length) await new Promise((done) => setImmediate(done));
  assert.equal((await mine.outbox.list()).entries[0].state, 'sending');
  mine.world.api = works;
  const woken = phone();
  Object.assign(woken.world, mine.world);
  await woken.store.write((await everything(mine.store)));
  assert.equal((await woken.outbox.sendAll()).length, 1);
});

/** @param {import('../src/store.js').Store} store */
async function everything(store) {
  /** @type {import('../src/store.js').Change[]} */
  const all = [];
  for (const shelf of /** @type {import('../src/store.js').Shelf[]} */ (['outbox', 'drafts', 'keys', 'photos'])) {
    all.push(...(await store.all(shelf)).map((value) => ({ put: shelf, value })));
  }
  return all;
}

test('a draft that was never sent stays a draft', async () => {
  const mine = phone();
  const draft = await written(mine);
  assert.equal((await mine.outbox.sendAll({ force: true })).length, 0);
  assert.equal((await mine.drafts.find(draft.id))?.id, draft.id);
});
