/** How long learning takes, on the page of trainings: runs whose times are known, timed by the command that a user runs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, root, scratch, serve, tab } from './harness.mjs';
import { rowsOf } from './sentences.mjs';

const n = 1000;
const place = scratch();
const results = {};
let server;
let browser;

/** A training that leaves its plateau at a step and is right from then on, as far as it follows hops; `hops` is how many it follows of four. */
function simulate(name, { seed, ends, hops = 4, model = {}, training = {} }) {
  const spec = JSON.parse(readFileSync(join(root, 'reference/small-lm-256/spec.json'), 'utf8'));
  const { preset } = spec;
  Object.assign(preset.model, model);
  Object.assign(preset.training, { steps: 6000, seed }, training);
  const folder = join(place.folder, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
  const steps = [0, 10, 20, 50, 100, ...Array.from({ length: 60 }, (_, i) => 100 * (i + 2))].filter((step) => step <= 6000);
  const lines = steps.map((step) => {
    const accuracy = step < 100 ? 0.1 : step < ends ? 0.55 : hops / 4;
    const ofHops = (depth) => Math.round((n / 4) * (step < ends ? accuracy : depth <= hops ? 1 : 0));
    const correct = [1, 2, 3, 4].reduce((sum, depth) => sum + ofHops(depth), 0);
    const wrong = n - correct;
    return {
      step, loss: 2, learningRate: 0.001, trainAccuracy: accuracy, accuracy: correct / n, n,
      byHops: [1, 2, 3, 4].map((depth) => ({ hops: depth, n: n / 4, correct: ofHops(depth) })),
      byAnswerLine: [{ line: 1, n: 700, correct: Math.round(0.7 * correct) }, { line: 3, n: 300, correct: correct - Math.round(0.7 * correct) }],
      predictions: Array.from({ length: 10 }, () => n / 10), nonDigit: 0, line1Constant: 500, line2Constant: 300, line2ConstantN: 600,
      firstTwoConstants: step < 100 ? 250 : 630, anyConstant: n,
      wrong: { n: wrong, firstTwoConstants: Math.round((step < 100 ? 0.2 : 0.9) * wrong), firstTwoGuessed: 0.4 * wrong, anyConstant: wrong, anyGuessed: 0.9 * wrong },
    };
  });
  writeFileSync(join(folder, 'metrics.jsonl'), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  return folder;
}

/** `bindscope analyze learning-time` of some runs; the answer is in the first one's folder. */
function timed(folders, ...options) {
  const program = process.env.BINDSCOPE ?? join(root, 'bindscope');
  const made = spawnSync(program, ['analyze', 'learning-time', '--runs', folders.join(','), ...options, '--json'], { cwd: root, encoding: 'utf8' });
  assert.equal(made.status, 0, made.stdout + made.stderr);
  return JSON.parse(made.stdout);
}

before(async () => {
  // Twice the batch, half the time; and a clamp with which it takes three times as long, or has not ended.
  const batches = [16, 32, 64].flatMap((batch) => [1, 2].map((seed) => simulate(`batch-${batch}-${seed}`, { seed, ends: 64_000 / batch + 100 * seed, training: { batch } })));
  const clamp = { lines: 1, from: 0.02, until: 1, everyToken: true };
  const arms = [
    ...[1, 2, 3].map((seed) => simulate(`plain-${seed}`, { seed, ends: 1000 + 100 * seed })),
    ...[1, 2, 3].map((seed) => simulate(`clamped-${seed}`, { seed, ends: 3 * (1000 + 100 * seed), training: { clamp } })),
    simulate('never-1', { seed: 1, ends: Number.POSITIVE_INFINITY, training: { clamp: { ...clamp, lines: 2 } } }),
  ];
  const layers = [2, 3, 4, 5].map((count) => simulate(`layers-${count}`, { seed: 1, ends: 2000, hops: count - 1, model: { layers: count } }));
  results.batches = timed(batches, '--field', 'training.batch');
  results.arms = timed(arms);
  results.layers = timed(layers, '--field', 'model.layers');
  server = await serve(place.folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  place.remove();
});

async function onTrajectory(run, work) {
  const { page, context, problems } = await tab(browser, {});
  try {
    await open(page, server.url, `#/trajectory?run=${run}`);
    await work(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

async function csvOf(page, figure) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`figure#${figure}`).getByRole('button', { name: 'CSV' }).click()]);
  const [header, ...rows] = rowsOf(readFileSync(await download.path(), 'utf8'));
  return rows.map((row) => Object.fromEntries(header.map((column, at) => [column, row[at]])));
}

const textOf = (page, figure) => page.locator(`figure#${figure}`).innerText();

test('each run of each arm has its times, and arms their ratios by pairs of seeds', () =>
  onTrajectory('plain-1', async (page) => {
    const rows = await csvOf(page, 'learning-times');
    assert.deepEqual(rows.map((row) => row.run), results.arms.runs.map((run) => run.name));
    for (const run of results.arms.runs) {
      const row = rows.find((one) => one.run === run.name);
      assert.equal(Number(row.learned), run.learned.steps, run.name);
      assert.equal(row['learned ended'], String(run.name !== 'never-1'), run.name);
      assert.equal(Number(row['plateau from']), run.plateau.fromStep, run.name);
    }
    const clamped = rows.find((row) => row.run === 'clamped-2');
    assert.equal(clamped['learned: pairs'], '3');
    assert.ok(Math.abs(Number(clamped['learned: over the first arm']) - 3) < 0.01, clamped['learned: over the first arm']);
    const text = await textOf(page, 'learning-times');
    assert.match(text, /7 runs in 3 arms/);
    assert.match(text, /arm 2: .*training\.clamp/);
    assert.match(text, /at least/);
    assert.equal(await page.locator('figure#learning-time-laws').count(), 0);
  }));

test('over a field each run is a point of the law, with its exponent', () =>
  onTrajectory('batch-16-1', async (page) => {
    const law = results.batches.laws.find((one) => one.measure === 'learned' && one.unit === 'steps');
    assert.ok(law.exponent > -1.1 && law.exponent < -0.8, String(law.exponent));
    const figure = page.locator('figure#learning-time-laws');
    assert.match(await figure.innerText(), /6 runs/);
    const shown = /(?:−|-)0\.\d+/.exec(await figure.locator('h4').last().innerText());
    assert.equal(Number(shown[0].replace('−', '-')), Number(law.exponent.toFixed(2)));
    await figure.getByRole('radio', { name: /token/i }).or(figure.getByRole('button', { name: /token/i })).first().click();
    await page.waitForFunction(() => location.hash.includes('unit=tokens'));
    const tokens = results.batches.laws.find((one) => one.measure === 'learned' && one.unit === 'tokens');
    const again = /(?:−|-)?0\.\d+/.exec(await figure.locator('h4').last().innerText());
    assert.equal(Number(again[0].replace('−', '-')), Number(tokens.exponent.toFixed(2)));
  }));

test('the deepest hops stand over the layers, with the laws that are kept and refused', () =>
  onTrajectory('layers-2', async (page) => {
    assert.deepEqual(results.layers.runs.map((run) => run.deepestHops), [1, 2, 3, 4]);
    const text = await textOf(page, 'depth-by-layers');
    assert.match(text, /4 runs, 1 of which/);
    for (const law of results.layers.depth.laws) assert.equal(law.low !== null && law.high !== null, law.kind !== 'doubling', law.kind);
    const linear = results.layers.depth.laws.find((law) => law.kind === 'linear');
    assert.match(text, new RegExp(`\\+${linear.perLayer.toFixed(2).replace('.', '\\.')} a layer`));
  }));
