/** What the walk over tour and overview notices in a sentence, on small figures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { falsified, numbersIn, strangers } from './sentences.mjs';

const residual = {
  words: 'step 30,000; 100 pairs a group',
  csv: [
    'step,hops,answer line,layer,token,Success,low,high,n',
    ...[1, 2, 3].flatMap((layer) => [
      `30000,4,later,${layer},rhs:1,${layer < 3 ? 1 : 0.2},0,1,100`,
      `30000,4,later,${layer},rhs:2,${layer < 3 ? 0 : 0.87},0,1,100`,
      `30000,3,later,${layer},rhs:1,0.9,0,1,80`,
    ]),
    '',
  ].join('\n'),
};
const residualSays = (hops, to, share) =>
  `In 100 programs of ${hops} hops with the answer after line 2, copying one vector changes the answer of half of them or more at: the digit itself (rhs:1, entering layers 1 to ${to}, up to 100 %); ` +
  `then the variable on the right of the chain’s second line (rhs:2, entering layer 3, up to ${share} %). The paper: 12 of 17.`;

const hops = { words: '60 programs per form', csv: 'step,hops,line 1,line 1 low,line 1 high,line 1 n,line later,line later low,line later high,line later n\n500,4,1,0.9,1,60,0.9,0.8,1,60\n500,5,0.9,0.8,1,60,0.75,0.6,0.9,60\n' };
const hopsSay = (one, other) => `With the answer after line 2, it answers ${one} of chains of 4 hops, the longest, and ${other} of 5 hops (60 programs for each).`;

test('numbers stand for what they count, in one row of the figure', () => {
  assert.deepEqual(strangers(residualSays(4, 2, '87.0'), residual), []);
  assert.deepEqual(strangers(hopsSay('90.0 %', '75.0 %'), hops), []);
  assert.deepEqual(strangers('This has 16 lines.', { words: '16 lines, 4 hops', csv: null }), []);
});

test('a number of another row, of another unit, or past the range is noticed', () => {
  assert.equal(strangers(residualSays(4, 3, '87.0'), residual).length, 1, 'the layer after the last');
  assert.equal(strangers(residualSays(4, 2, '20.0'), residual).length, 1, 'the share of another cell');
  assert.ok(strangers(residualSays(3, 2, '87.0'), residual).length > 0, 'the programs of another group');
  assert.equal(strangers(hopsSay('90.0 %', '90.0 %'), hops).length, 1, 'the share of another line’s programs');
  assert.equal(strangers(hopsSay('75.0 %', '90.0 %'), hops).length, 2, 'exchanged shares');
  assert.equal(strangers('This has 4 lines.', { words: '16 lines, 4 hops', csv: null }).length, 1, 'another noun');
  assert.equal(strangers('It takes 4 hops.', null).length, 1, 'a figure that is not there');
});

test('names of tokens and lines are no numbers, and each number is falsified where it stands', () => {
  assert.deepEqual(numbersIn('line 1’s digit at rhs:3+1 in 4 of 10, steps 5–8').map(({ value, unit }) => [value, unit]), [[4, 'effect'], [10, 'effect'], [5, 'step'], [8, 'step']]);
  assert.deepEqual(falsified('In 8 programs of 4 hops, 4 % and 0.5 %. The paper: 9.'), ['In 10 programs of 4 hops, 4 % and 0.5 %. ', 'In 8 programs of 5 hops, 4 % and 0.5 %. ', 'In 8 programs of 4 hops, 5 % and 0.5 %. ']);
});
