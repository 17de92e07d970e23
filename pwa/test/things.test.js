// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, phone } from './around.js';

const WALKER = { slug: 'rullator', name: 'Rullator' };
const FINDER = { slug: 'gps-ved-demens', name: 'GPS når veien hjem blir vanskelig' };

test('what somebody has put in their plan is there, the newest first, until they take it out', async () => {
  const mine = phone();
  await mine.things.add(WALKER);
  mine.world.now += 1;
  await mine.things.add(FINDER);
  assert.deepEqual(await mine.things.all(), [FINDER, WALKER]);
  await mine.things.remove(WALKER.slug);
  assert.deepEqual(await mine.things.all(), [FINDER]);
});

test('two quick presses keep it once', async () => {
  const mine = phone();
  await Promise.all([mine.things.add(WALKER), mine.things.add(WALKER)]);
  assert.equal((await mine.store.all('things')).length, 1);
});

test('nobody who opens the phone’s store can read what is kept', async () => {
  const mine = phone();
  await mine.things.add(FINDER);
  const [kept] = await mine.store.all('things');
  assert.ok(!/gps|demens|veien/i.test(JSON.stringify(kept)));
  assert.ok(!Buffer.from(kept.sealed).includes('demens'));
  assert.deepEqual(Object.keys(kept).sort(), ['changed', 'id', 'iv', 'key_id', 'owner', 'sealed']);
});

test('a couple share a phone: what she kept signed in stays hers', async () => {
  const mine = phone();
  await mine.vault.openFor(keyOf('kari'));
  await mine.things.add(WALKER);
  await mine.vault.close();
  assert.deepEqual(await mine.things.all(), []);
  await mine.vault.openFor(keyOf('ola'));
  await mine.things.add(WALKER);
  await mine.things.remove(WALKER.slug);
  assert.deepEqual(await mine.things.all(), []);
  await mine.vault.openFor(keyOf('kari'));
  assert.deepEqual(await mine.things.all(), [WALKER]);
});

test('on a lent phone it is gone after a day', async () => {
  const mine = phone();
  await mine.things.add(WALKER);
  mine.world.now += 23 * 3_600_000;
  await mine.things.forgetLent();
  assert.equal((await mine.things.all()).length, 1);
  mine.world.now += 2 * 3_600_000;
  await mine.things.forgetLent();
  assert.equal((await mine.store.all('things')).length, 0);
});

test('what belongs to somebody with an account is never forgotten that way', async () => {
  const mine = phone();
  await mine.vault.openFor(keyOf('kari'));
  await mine.things.add(WALKER);
  mine.world.now += 30 * 86_400_000;
  await mine.things.forgetLent();
  assert.deepEqual(await mine.things.all(), [WALKER]);
});
