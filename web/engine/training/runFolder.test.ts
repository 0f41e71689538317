import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Evaluation, RunSpec } from '../../src/api/contract.g';
import { parseProgram } from '../../src/model/language';
import { readTensors } from '../safetensors';
import { cadence, evaluate, tested } from './evaluation';
import { runFiles, writeTensors, zip } from './runFolder';
import { parameterTable } from './parameters';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const spec = JSON.parse(readFileSync(join(root, 'reference/demo-1/spec.json'), 'utf8')) as RunSpec;
const table = parameterTable(spec.preset.model);
const stored = readTensors(readFileSync(join(root, 'reference/demo-1/checkpoints/001000/weights.safetensors')).buffer.slice(0) as ArrayBuffer);

describe('a run’s folder', () => {
  it('has the tensors of the C# trainer, by name and shape', () => {
    expect(table.map(({ name, shape }) => `${name} ${shape.join()}`).sort()).toEqual([...stored].map(([name, { shape }]) => `${name} ${shape.join()}`).sort());
    expect(table.reduce((sum, { count }) => sum + count, 0)).toBe(spec.preset.model.parameterCount);
  });

  it('gives the weights back as they were', () => {
    const flat = Float32Array.from({ length: spec.preset.model.parameterCount }, (_, i) => Math.sin(i));
    const read = readTensors(writeTensors(table, flat).buffer);
    for (const { name, start, count } of table) expect([...(read.get(name)?.values ?? [])]).toEqual([...flat.subarray(start, start + count)]);
  });

  it('is a zip file that other programs unpack', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bindscope-zip-'));
    try {
      const files = runFiles(spec, { version: 'test' }, [], table, new Map([[25, new Float32Array(spec.preset.model.parameterCount)]]));
      writeFileSync(join(folder, 'run.zip'), new Uint8Array(await zip('page-1', files).arrayBuffer()));
      execFileSync('python3', ['-m', 'zipfile', '-e', 'run.zip', '.'], { cwd: folder });
      expect(JSON.parse(readFileSync(join(folder, 'page-1/spec.json'), 'utf8'))).toEqual(spec);
      expect(readFileSync(join(folder, 'page-1/checkpoints/000025/weights.safetensors')).length).toBeGreaterThan(4 * spec.preset.model.parameterCount);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('an evaluation', () => {
  it('is due ever further apart, then at equal steps', () => {
    expect([...cadence({ first: 10, every: 100 }, 620)].sort((a, b) => a - b)).toEqual([0, 10, 14, 20, 28, 40, 57, 80, 113, 160, 226, 320, 400, 500, 600, 620]);
    expect([...cadence({ first: 25, every: 250 }, 30)].sort((a, b) => a - b)).toEqual([0, 25, 30]);
  });

  it('counts what a prediction equals', () => {
    const tests = ['a=1\nb=2\nc=a\n#c:', 'a=3\nb=a\nc=4\n#c:', 'a=5\nb=6\nc=b\n#c:'].map((one) => tested(parseProgram(one).program as NonNullable<ReturnType<typeof parseProgram>['program']>));
    expect(evaluate(tests, [1, 3, 12], { step: 5, loss: 1, learningRate: 0.1, trainAccuracy: 0.5 })).toEqual({
      step: 5, loss: 1, learningRate: 0.1, trainAccuracy: 0.5, accuracy: 1 / 3, n: 3,
      byHops: [{ hops: 1, n: 1, correct: 0 }, { hops: 2, n: 2, correct: 1 }],
      byAnswerLine: [{ line: 1, n: 1, correct: 1 }, { line: 2, n: 1, correct: 0 }, { line: 3, n: 1, correct: 0 }],
      predictions: [0, 1, 0, 1, 0, 0, 0, 0, 0, 0], nonDigit: 1, line1Constant: 2, line2Constant: 0, line2ConstantN: 2, firstTwoConstants: 2, anyConstant: 2,
    });
  });
});
