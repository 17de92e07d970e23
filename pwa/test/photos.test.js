// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitted } from '../src/resize.js';
import { ours, phone, queued } from './around.js';

/** @param {(name: string) => Response} photo @returns {(call: import('./around.js').Call) => Response} */
function api(photo) {
  return ({ address, body }) => (address.endsWith('/files') ? photo(body.get('photo').name) : ours(201, { reference: 'B-26-0002', status: 'received' }));
}

test('photos go first, each with its own key, and the request carries their ids', async () => {
  const mine = phone();
  await queued(mine, { photos: ['trapp.jpg', 'bad.jpg'] });
  mine.world.api = api((name) => ours(201, { id: `id-${name}` }));
  await mine.outbox.sendAll();
  assert.deepEqual(mine.world.calls.map((call) => call.address), ['/api/v1/files', '/api/v1/files', '/api/v1/housing/requests']);
  assert.deepEqual(mine.world.calls[2].body.photos, ['id-trapp.jpg', 'id-bad.jpg']);
  assert.equal(new Set(mine.world.calls.map((call) => call.key)).size, 3);
  assert.equal((await mine.store.all('photos')).length, 0);
});

test('a photo that has arrived is not sent again', async () => {
  const mine = phone();
  await queued(mine, { photos: ['trapp.jpg', 'bad.jpg'] });
  mine.world.api = api((name) => (name === 'bad.jpg' ? ours(503, {}) : ours(201, { id: name })));
  await mine.outbox.sendAll();
  mine.world.api = api((name) => ours(201, { id: name }));
  await mine.outbox.sendAll({ force: true });
  assert.deepEqual(mine.world.calls.map((call) => call.body.get?.('photo').name ?? 'command'), ['trapp.jpg', 'bad.jpg', 'bad.jpg', 'command']);
});

test('a refused photo is told by name and never holds the request back', async () => {
  const mine = phone();
  const { id } = await queued(mine, { photos: ['trapp.jpg', 'notat.txt'] });
  mine.world.api = api((name) => (name === 'notat.txt' ? ours(415, { detail: 'Dette er ikke et bilde.' }) : ours(201, { id: name })));
  await mine.outbox.sendAll();
  const receipt = await mine.outbox.receipt(id);
  assert.deepEqual(receipt?.refused.map(({ name, refused }) => [name, refused]), [['notat.txt', 'Dette er ikke et bilde.']]);
  assert.deepEqual(mine.world.calls.at(-1)?.body.photos, ['trapp.jpg']);
});

test('photos that the server has forgotten are sent once more', async () => {
  const mine = phone();
  await queued(mine, { photos: ['trapp.jpg'] });
  let known = false;
  mine.world.api = (call) => {
    if (call.address.endsWith('/files')) return ours(201, { id: 'a' });
    const answer = known ? ours(201, { reference: 'B-26-0003' }) : ours(422, { errors: { photos: ['Ukjent bilde.'] } });
    known = true;
    return answer;
  };
  await mine.outbox.sendAll();
  assert.equal((await mine.outbox.sendAll()).length, 1);
});

test('a large photo is made to fit and a small one is left alone', () => {
  assert.deepEqual(fitted(4000, 3000), { width: 2048, height: 1536 });
  assert.deepEqual(fitted(640, 480), { width: 640, height: 480 });
});
