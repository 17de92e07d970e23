// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, phone } from './around.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** @param {number} at @param {Record<string, any>} [changes] */
function visit(at, changes = {}) {
  const told = { reference: 'T-26-0007', state: 'booked', start: new Date(at).toISOString(), when: 'onsdag klokka 10.30', title: 'Samtale om hukommelsen' };
  return { ...told, place: 'På helsestasjonen', who: 'Anne', before: 'Før du kommer', prepare: ['Ta med briller'], phone: '72 00 00 10', phone_link: 'tel:+4772000010', url: '/time/T-26-0007?token=t', ...changes };
}

test('a booked visit can be read on the phone, the earliest first', async () => {
  const mine = phone();
  await mine.visits.keep(visit(3 * DAY, { reference: 'T-26-0008' }));
  await mine.visits.keep(visit(2 * DAY));
  assert.deepEqual((await mine.visits.coming()).map((one) => one.reference), ['T-26-0007', 'T-26-0008']);
});

test('a visit that was moved is there once, as it is now, and one that was cancelled says so', async () => {
  const mine = phone();
  await mine.visits.keep(visit(2 * DAY));
  await mine.visits.keep(visit(4 * DAY, { when: 'fredag klokka 9.00' }));
  assert.deepEqual((await mine.visits.coming()).map((one) => one.when), ['fredag klokka 9.00']);
  await mine.visits.keep(visit(4 * DAY, { state: 'cancelled' }));
  assert.deepEqual((await mine.visits.coming()).map((one) => one.state), ['cancelled']);
});

test('nobody who opens the phone’s store can read what it is about, or where the link leads', async () => {
  const mine = phone();
  await mine.visits.keep(visit(2 * DAY));
  const [kept] = await mine.store.all('visits');
  assert.deepEqual(Object.keys(kept).sort(), ['changed', 'id', 'iv', 'key_id', 'owner', 'sealed']);
  assert.ok(!Buffer.from(kept.sealed).includes('hukommelsen'));
});

test('what has been is not shown, and is gone after a month', async () => {
  const mine = phone();
  await mine.visits.keep(visit(DAY));
  mine.world.now = 3 * DAY;
  await mine.visits.forget(true);
  assert.deepEqual(await mine.visits.coming(), []);
  assert.equal((await mine.store.all('visits')).length, 1);
  mine.world.now = 32 * DAY;
  await mine.visits.forget(true);
  assert.equal((await mine.store.all('visits')).length, 0);
});

test('on a lent phone it is gone after a day, on one’s own it stays', async () => {
  const mine = phone();
  await mine.visits.keep(visit(9 * DAY));
  mine.world.now += 25 * HOUR;
  await mine.visits.forget(true);
  assert.equal((await mine.visits.coming()).length, 1);
  await mine.visits.forget(false);
  assert.equal((await mine.visits.coming()).length, 0);
});

test('a couple share a phone: what she booked signed in stays hers', async () => {
  const mine = phone();
  await mine.vault.openFor(keyOf('kari'));
  await mine.visits.keep(visit(9 * DAY));
  await mine.vault.close();
  assert.deepEqual(await mine.visits.coming(), []);
  await mine.visits.forget(false);
  await mine.vault.openFor(keyOf('kari'));
  assert.equal((await mine.visits.coming()).length, 1);
});
