import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Preset } from '../../src/api/contract.g';
import { bindingsAfter, execute } from '../../src/model/language';
import { draw, queries } from './programs';
import { Random } from './random';
import { whyNotTrained } from './parameters';
import { Trainer } from './trainer';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const module = new WebAssembly.Module(readFileSync(join(root, 'web/engine/dist/engine.wasm')));
const quick = (JSON.parse(readFileSync(join(root, 'reference/demo-1/spec.json'), 'utf8')) as { preset: Preset }).preset;
const stage = { lines: 6, maximumHops: 2, until: 0, review: 0, fewNames: 8 };

describe('programs', () => {
  const random = new Random(3);
  const all = Array.from({ length: 2000 }, () => draw(quick.task, stage, random));

  it('have the task’s lines, and as many of each number of hops', () => {
    expect(all.every(({ lines }) => lines.length === 6)).toBe(true);
    const two = all.filter((one) => execute(one).hops === 2).length;
    // Five standard deviations of 2,000 fair coins.
    expect(Math.abs(two - 1000)).toBeLessThan(112);
  });

  it('have constants as often as the task says, and more where nothing is bound', () => {
    const constants = all.flatMap(({ lines }) => lines.slice(1)).filter(({ right }) => /\d/u.test(right)).length / (2000 * 5);
    expect(constants).toBeGreaterThan(0.3);
    expect(constants).toBeLessThan(0.6);
  });

  it('use few names in half of the cases', () => {
    const few = Array.from({ length: 400 }, () => draw(quick.task, { ...stage, fewNames: 2 }, random)).filter(({ lines }) => new Set(lines.map(({ name }) => name)).size <= 2).length;
    expect(Math.abs(few - 200)).toBeLessThan(60);
  });

  it('are asked for different variables while there are any', () => {
    for (const program of all.slice(0, 200)) {
      const asked = queries(program, execute(program), 6, 2, random);
      expect(asked).toHaveLength(6);
      expect(asked[0]?.name).toBe(program.query);
      const live = [...bindingsAfter(program, 6)].filter(([name, line]) => name === program.query || (execute(program).lines[line - 1]?.depth ?? 9) <= 2);
      expect(new Set(asked.map(({ name }) => name)).size).toBe(Math.min(6, live.length));
      for (const { name, value } of asked) expect(execute({ ...program, query: name }).answer).toBe(value);
    }
  });
});

describe('the trainer', () => {
  it('says which presets it cannot train', () => {
    expect(whyNotTrained(quick)).toBeNull();
    expect(whyNotTrained({ ...quick, training: { ...quick.training, source: 'split' } })).toMatch('another objective');
    const muon = { ...quick.training, optimizer: { ...quick.training.optimizer, kind: 'muon' } };
    expect(whyNotTrained({ ...quick, training: muon })).toMatch('AdamW');
    expect(whyNotTrained({ ...quick, model: { ...quick.model, width: 60 } })).toMatch('multiples of 8');
  });

  it('finds the loss’s slope along random directions in every tensor', () => {
    const trainer = new Trainer(module, quick, 7);
    const program = draw(quick.task, stage, new Random(5));
    const tokens = [...program.lines.map(({ name, right }) => `${name}=${right}\n`).join(''), ...'#a:#b:'].map((one) => '0123456789abcdefghijklmnopqrstuvwxyz=\n#:'.indexOf(one));
    const targets = [[26, 4], [25, 3], [29, 7]].map(([place, token]) => ({ place: place as number, token: token as number, weight: 0.7, isAnswer: true }));
    const loss = () => trainer.rowGradient(tokens, 24, targets, 1).loss;
    const random = new Random(11);
    for (const { name } of trainer.table) {
      for (const one of trainer.table) trainer.tensor(one.name).gradient.fill(0);
      loss();
      const { values, gradient } = trainer.tensor(name);
      const slope = gradient.slice();
      const length = Math.sqrt(slope.reduce((sum, one) => sum + one * one, 0));
      // Along the gradient, bent a little at random: a slope that is large beside rounding.
      const direction = slope.map((one) => one / length + (0.3 * random.normal()) / Math.sqrt(slope.length));
      const before = values.slice();
      const size = 4e-3 * Math.max(0.25, Math.sqrt(before.reduce((sum, one) => sum + one * one, 0) / 8));
      const at = (step: number) => {
        values.set(before.map((one, i) => one + step * (direction[i] as number)));
        trainer.repack();
        return loss();
      };
      const found = (at(size) - at(-size)) / (2 * size);
      at(0);
      const expected = slope.reduce((sum, one, i) => sum + one * (direction[i] as number), 0);
      expect(Math.abs(found - expected) / (Math.abs(expected) + 1e-3), `${name}: ${found} and ${expected}`).toBeLessThan(0.03);
    }
  });

  it('learns within 30 updates that answers are digits', () => {
    const trainer = new Trainer(module, quick, 1);
    const losses = Array.from({ length: 30 }, () => trainer.advance().loss);
    const mean = (part: number[]) => part.reduce((sum, one) => sum + one, 0) / part.length;
    expect(mean(losses.slice(0, 5))).toBeGreaterThan(6);
    // Two places a query: a guess among the 40 tokens costs 2 ln 40, one among the ten digits 2 ln 10.
    expect(mean(losses.slice(-5))).toBeLessThan(2 * Math.log(10) + 1);
  });
});
