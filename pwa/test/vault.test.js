// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, ours, phone, queued, written } from './around.js';

test('what lies on the phone can’t be read without its key', async () => {
  const mine = phone();
  const { id } = await written(mine);
  const kept = await mine.store.get('drafts', id);
  assert.ok(!Buffer.from(kept?.sealed).includes('badet'));
  assert.ok(!JSON.stringify(kept).includes('badet'));
  const [held] = await mine.store.all('keys');
  await assert.rejects(crypto.subtle.exportKey('raw', held.key));
});

test('a record put in another’s place doesn’t open', async () => {
  const mine = phone();
  const { id } = await written(mine);
  const kept = /** @type {import('../src/store.js').Kept} */ (await mine.store.get('drafts', id));
  await assert.rejects(mine.vault.open({ ...kept, id: 'another' }));
});

test('at sign-out what was written stays closed until the same person is back', async () => {
  const mine = phone();
  await mine.vault.openFor(keyOf('kari'));
  mine.world.session = 'kari';
  const { id } = await written(mine);
  await mine.vault.close();
  assert.equal(await mine.drafts.find(id), undefined);
  await mine.vault.openFor(keyOf('ola'));
  assert.equal(await mine.drafts.find(id), undefined);
  await mine.vault.openFor(keyOf('kari'));
  assert.equal((await mine.drafts.find(id))?.owner, 'kari');
});

test('a request written signed in waits, counted, while somebody else holds the phone', async () => {
  const mine = phone();
  mine.world.session = 'kari';
  await mine.vault.meet();
  await queued(mine);
  mine.world.session = 'ola';
  await mine.vault.meet();
  await mine.outbox.sendAll({ force: true, owner: 'ola' });
  assert.deepEqual(await mine.outbox.list(), { entries: [], others: 1 });
  assert.equal(mine.world.calls.length, 0);
});

test('when the session has ended it asks for the same person, and goes under their name', async () => {
  const mine = phone();
  mine.world.session = 'kari';
  await mine.vault.meet();
  await queued(mine);
  mine.world.session = null;
  await mine.outbox.sendAll({ force: true });
  assert.equal((await mine.outbox.list()).entries[0].state, 'sign_in');
  mine.world.session = 'kari';
  assert.equal((await mine.outbox.sendAll({ owner: 'kari' })).length, 1);
  assert.deepEqual([mine.world.calls[0].owner, mine.world.calls[0].credentials], ['kari', 'same-origin']);
});

test('somebody else who signed in mid-way gets nothing sent in their name', async () => {
  const mine = phone();
  mine.world.session = 'kari';
  await mine.vault.meet();
  await queued(mine);
  mine.world.session = 'ola';
  await mine.outbox.sendAll({ force: true });
  assert.equal(mine.world.calls.length, 0);
  assert.equal((await mine.store.all('outbox'))[0].state, 'sign_in');
});

test('what was written without an account goes without anybody’s session', async () => {
  const mine = phone();
  await queued(mine);
  mine.world.session = 'ola';
  await mine.vault.meet();
  await mine.outbox.sendAll({ owner: 'ola' });
  assert.deepEqual([mine.world.calls[0].owner, mine.world.calls[0].credentials], [undefined, 'omit']);
});

test('a command that needs a sign-in tells so to whoever wrote without one', async () => {
  const mine = phone();
  await queued(mine);
  mine.world.api = () => ours(401, { detail: 'Du må logge inn.' });
  await mine.outbox.sendAll();
  assert.equal((await mine.outbox.list()).entries[0].state, 'needs_you');
});

test('a draft on a lent phone is gone after a day, on one’s own never', async () => {
  const mine = phone();
  const { id } = await written(mine, { photos: ['trapp.jpg'] });
  mine.world.now += 23 * 3_600_000;
  await mine.drafts.forgetLent();
  assert.ok(await mine.drafts.find(id));
  mine.world.now += 2 * 3_600_000;
  await mine.drafts.forgetLent();
  assert.equal(await mine.drafts.find(id), undefined);
  assert.equal((await mine.store.all('photos')).length, 0);
});

test('what waits to be sent is never forgotten', async () => {
  const mine = phone();
  await queued(mine);
  mine.world.now += 30 * 86_400_000;
  await mine.drafts.forgetLent();
  assert.equal((await mine.outbox.sendAll()).length, 1);
});
