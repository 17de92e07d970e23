// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit, fold, makeSearch, wordsIn } from '../src/search.js';

const THINGS = [
  { named: 'dusjstol og sklimatte', called: 'dusjkrakk badekrakk sitte i dusjen sitje', hard: 'bad dusj badet er vanskelig vanskeleg' },
  { named: 'komfyrvakt med plugg', called: 'platevakt komfyralarm tørrkoking', hard: 'brann komfyr røyk jeg glemmer gløymer' },
  { named: 'rullator', called: 'gåvogn gåstol prekestol preikestol', hard: 'redd for å falle falt ustø' },
  { named: 'trygghetsalarm hjemme tryggleiksalarm heime', called: 'alarmknapp nødknapp naudknapp', hard: 'redd for å falle falt alene åleine' },
  { named: 'dosett med alarm og lys', called: 'pilleboks medisinboks', hard: 'jeg glemmer medisiner gløymer medisinar' },
];
const search = makeSearch(THINGS);
/** @param {string} asked */
const found = (asked) => search(asked).map((at) => THINGS[at].named.split(' ')[0]);

test('somebody without the Norwegian letters on their keyboard writes as they can', () => {
  for (const written of ['gåstol', 'gaastol', 'gastol', 'GÅSTOL', 'ga\u030Astol']) assert.equal(found(written)[0], 'rullator', written);
  for (const written of ['nødknapp', 'noedknapp', 'nodknap']) assert.equal(found(written)[0], 'trygghetsalarm', written);
  assert.equal(fold('Væske og ØL'), 'vaske og ol');
});

test('a letter wrong, missing, too many or swapped is forgiven', () => {
  for (const written of ['rulator', 'rullatoor', 'rulaltor', 'rullatro', 'rillator']) assert.deepEqual(found(written), ['rullator'], written);
  assert.equal(found('dosjstol')[0], 'dusjstol');
  assert.equal(found('tryghetsalam')[0], 'trygghetsalarm');
});

test('a short word must be right, or everything would be found', () => {
  assert.equal(fit('bil', 'bad'), 0);
  assert.equal(fit('bal', 'bad'), 0);
});

test('a part of a word finds the whole, and a compound its parts', () => {
  assert.equal(found('trygg')[0], 'trygghetsalarm');
  assert.equal(found('knapp')[0], 'trygghetsalarm');
  assert.equal(found('komfyrvarsler')[0], 'komfyrvakt');
  assert.equal(found('dusjmatte')[0], 'dusjstol');
});

test('Bokmål and Nynorsk, and a need told in a sentence, lead to the same', () => {
  assert.equal(found('eg gløymer medisinane mine')[0], 'dosett');
  assert.equal(found('jeg glemmer medisinen min')[0], 'dosett');
  assert.deepEqual(found('redd for å falle').sort(), ['rullator', 'trygghetsalarm']);
});

test('the name counts more than what else is said', () => {
  assert.equal(found('alarm')[0], 'dosett');
  assert.equal(found('komfyr')[0], 'komfyrvakt');
});

test('all words must fit, and where nothing has them all, some of them', () => {
  assert.deepEqual(found('glemmer komfyr'), ['komfyrvakt']);
  assert.equal(found('rullator bestemor')[0], 'rullator');
});

test('nonsense finds nothing, and so does a row of little words', () => {
  for (const written of ['qwertyuiop', 'helikopter', 'fotball', '!!!', '', '  ', 'og i på', '\u0000', '🦓']) assert.deepEqual(found(written), [], written);
});

test('a very long text is looked at only in the beginning', () => {
  assert.deepEqual(found('zyxw '.repeat(20) + 'rullator'), []);
  assert.deepEqual(wordsIn('a-b  c1'), ['a', 'b', 'c1']);
});
