import { expect, test } from 'vitest';
import type { DeskJobState, RunSummary } from '../api/contract.g';
import { duration, leftWords, progress, resumable, saysOf, secondsLeft, seedOf, unanalysed } from './words';

const job = (changes: Partial<DeskJobState>): DeskJobState => ({ run: 'quick-1', stage: 'training', state: 'running', message: null, error: null, hint: null, ...changes });
const run = (changes: Partial<RunSummary>): RunSummary => ({ name: 'quick-1', state: 'stopped', reference: false, lastStep: 100, steps: 1000, analyses: 0, accuracy: null, ...changes }) as RunSummary;

test('a job is said in the words of its stage and state', () => {
  expect(saysOf(job({}), false)).toBe('quick-1 is starting.');
  expect(saysOf(job({}), true)).toBe('quick-1 is training.');
  expect(saysOf(job({ stage: 'analyses' }), true)).toBe('quick-1 is being analysed.');
  expect(saysOf(job({ state: 'stopped' }), true)).toContain('nothing is lost');
  expect(saysOf(job({ state: 'stopped', stage: 'analyses' }), true)).toContain('those that are done stay');
  expect(saysOf(job({ state: 'finished', stage: 'phases' }), true)).toBe('quick-1 is trained.');
  expect(saysOf(job({ state: 'failed', stage: 'analyses' }), true)).toBe('The analysis of quick-1 failed.');
});

test('a seed is a whole number that the browser keeps', () => {
  expect(seedOf(' 42 ')).toBe(42);
  expect(seedOf('0')).toBe(0);
  for (const wrong of ['', '-1', '1.5', '1e3', 'x', '9007199254740993']) expect(seedOf(wrong)).toBeNull();
});

test('how far and how long', () => {
  expect(duration({ minutesFrom: 2, minutesTo: 4 })).toBe('about 2 minutes on two free cores, up to 4 where they are shared');
  expect(progress(run({}))).toBe('no evaluation yet');
  expect(progress(run({ lastStep: 1200, steps: 5000, accuracy: { value: 0.4, low: 0.3, high: 0.5, programs: 9 } }))).toBe('step 1,200 of 5,000, 40.0\u00a0% right');
});

test('the time left follows from the last stretches of the sitting', () => {
  expect(secondsLeft(1000, [])).toBeNull();
  expect(secondsLeft(1000, [{ step: 0, from: 0, seconds: 3 }])).toBeNull();
  const timing = [{ step: 0, from: 0, seconds: 3 }, { step: 100, from: 0, seconds: 23 }, { step: 200, from: 100, seconds: 5 }, { step: 300, from: 100, seconds: 15 }];
  expect(secondsLeft(1000, timing)).toBeCloseTo(70);
  expect(leftWords(20)).toBe('less than a minute left');
  expect(leftWords(70)).toBe('about 1 minute left');
  expect(leftWords(300)).toBe('about 5 minutes left');
  expect(leftWords(3 * 3600)).toBe('about 3 hours left');
});

test('what can go on are stopped runs of one’s own that nothing is done for', () => {
  const runs = [run({ name: 'a', lastStep: 1 }), run({ name: 'b' }), run({ name: 'c', reference: true }), run({ name: 'd', state: 'finished' })];
  expect(resumable(runs, null).map((one) => one.name)).toEqual(['b', 'a']);
  expect(resumable(runs, job({ run: 'b' })).map((one) => one.name)).toEqual(['a']);
  expect(resumable(runs, job({ run: 'b', state: 'stopped' })).map((one) => one.name)).toEqual(['b', 'a']);
  expect(unanalysed(runs).map((one) => one.name)).toEqual(['d']);
});
