/** The engine gives the numbers of the C# engine: both are held to tests/fixtures/engine (C#: EngineFixtureTests). */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Intervention, LivePart, LiveProgram, ModelSpec, PairPatchResult } from '../src/api/contract.g';
import { Answers, readPair } from './answers';
import { Model } from './model';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'tests/fixtures/engine');
const module = new WebAssembly.Module(readFileSync(join(root, 'web/engine/dist/engine.wasm')));

interface Fixture {
  model: ModelSpec;
  weights: string;
  step: number;
  program: string;
  source: string;
  parts: LivePart[];
  answers: LiveProgram;
  patches: { interventions: Intervention[]; answer: PairPatchResult }[];
}

const fixtures = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ name: file.replace('.json', ''), ...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Fixture) }));

function answersOf({ model, weights, step }: Fixture): Answers {
  const file = readFileSync(join(root, weights));
  return new Answers(new Model(module, model, file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer), step);
}

/** Where two results differ by more than rounding: 1e-4, and one unit of the last place more where a result is rounded. */
function differences(stored: unknown, computed: unknown, at: string): string[] {
  if (typeof stored === 'number' && typeof computed === 'number') {
    const bound = /\.cells.*\.logits/u.test(at) ? 1.1e-3 : at.includes('.pattern') ? 2e-4 : 1e-4;
    return Math.abs(stored - computed) <= bound ? [] : [`${at}: ${stored} and ${computed}`];
  }
  if (Array.isArray(stored) && Array.isArray(computed)) {
    if (stored.length !== computed.length) return [`${at}: ${stored.length} and ${computed.length} entries`];
    return stored.flatMap((one, i) => differences(one, computed[i], `${at}[${i}]`));
  }
  if (stored !== null && computed !== null && typeof stored === 'object' && typeof computed === 'object') {
    return Object.entries(stored).flatMap(([key, value]) => differences(value, (computed as Record<string, unknown>)[key], `${at}.${key}`));
  }
  return stored === computed ? [] : [`${at}: ${String(stored)} and ${String(computed)}`];
}

describe('the engine', () => {
  it('is held to several models', () => expect(fixtures.length).toBeGreaterThanOrEqual(4));

  it.each(fixtures)('answers as the C# engine does: $name', async (fixture) => {
    const answers = answersOf(fixture);
    const pair = readPair(fixture.program, fixture.source);
    expect(differences(fixture.answers, await answers.program(pair, fixture.parts, () => undefined), 'answers')).toEqual([]);
  });

  it.each(fixtures)('patches as the C# engine does: $name', async (fixture) => {
    const answers = answersOf(fixture);
    const pair = readPair(fixture.program, fixture.source);
    expect(fixture.patches.length).toBeGreaterThan(30);
    for (const { interventions, answer } of fixture.patches) {
      expect(differences(answer, await answers.patch(pair, interventions), JSON.stringify(interventions))).toEqual([]);
    }
  });
});

describe('wrong questions', () => {
  const fixture = fixtures.find(({ name }) => name === 'odd-sizes') as Fixture;
  const pair = readPair(fixture.program, fixture.source);

  const at = (kind: string, layer: number, position: number, ...heads: number[]) => ({ kind, layers: [layer], positions: { kind: 'same', positions: [position] }, heads });
  it.each([
    [{ kind: 'patch', where: at('residual.in', 3, 2) }, 'the model has the layers 1-2'],
    [{ kind: 'zero', where: at('nowhere', 1, 2) }, 'is no kind of site'],
    [{ kind: 'zero', where: at('attention.head', 1, 2, 4) }, 'the model has the heads 1-3'],
    [{ kind: 'patch', where: at('mlp.out', 1, 2, 1) }, 'has no heads'],
    [{ kind: 'patch', where: at('residual.in', 1, 27) }, 'the positions are 0-26'],
    [{ kind: 'replaceWith', where: at('attention.z', 1, 2), vector: [1, 2] }, 'the vector has 2 numbers, the site\'s vectors have 6'],
    [{ kind: 'mean', where: at('mlp.out', 1, 2) }, 'needs `bindscope serve`'],
    [{ kind: 'project', where: at('attention.z', 1, 2), subspace: { basis: [[1, 1, 0, 0, 0, 0]] }, kept: 'inside' }, 'not orthonormal'],
    [{ kind: 'cutEdges', where: { layers: [1], heads: [], edges: { kind: 'same', edges: [{ query: 2, key: 5 }] } }, rest: 'left' }, 'position 2 does not see position 5'],
    [{ kind: 'patchPath', where: at('attention.v', 1, 2), sender: { kind: 'mlp.out', layer: 1 } }, 'name the layers from 2 on'],
    [{ kind: 'patchPath', where: at('attention.z', 2, 2), sender: { kind: 'mlp.out', layer: 1 } }, 'a path ends at'],
  ])('are refused by name: %j', async (intervention, said) => {
    await expect(answersOf(fixture).patch(pair, [intervention as unknown as Intervention])).rejects.toThrow(said);
  });

  it('are those of too long a program, too', async () => {
    const long = [...'abcdefghijklmnopqrstuvwxyz'].map((name, i) => `${name}=${i % 10}`).join('\n');
    await expect(answersOf(fixture).program(readPair(`${long}\n#a:`, `${long}\n#b:`), ['logits'], () => undefined)).rejects.toThrow('107 tokens, the model takes 27');
  });

  it('leave the model as it was', async () => {
    const answers = answersOf(fixture);
    const before = await answers.program(pair, fixture.parts, () => undefined);
    await expect(answers.program(pair, ['residual'], () => { throw new Error('stopped'); })).rejects.toThrow('stopped');
    expect(await answers.program(pair, fixture.parts, () => undefined)).toEqual(before);
  });
});

describe('weights that cannot be read', () => {
  const fixture = fixtures.find(({ name }) => name === 'odd-sizes') as Fixture;
  const whole = new Uint8Array(readFileSync(join(root, fixture.weights)));
  const load = (bytes: Uint8Array, spec = fixture.model) => new Model(module, spec, bytes.slice().buffer);

  it('are said to end too early', () => {
    expect(() => load(whole.slice(0, 5))).toThrow('5 bytes');
    expect(() => load(whole.slice(0, 60))).toThrow('within its header');
    expect(() => load(whole.slice(0, -8))).toThrow('the file ends within');
  });

  it('are said to be of another model', () => {
    expect(() => load(whole, { ...fixture.model, layers: 3 })).toThrow('lack layers.3');
    expect(() => load(whole, { ...fixture.model, mlpWidth: 32 })).toThrow('layers.1.mlp.input.weight is 36 x 20, not 32 x 20');
  });
});
