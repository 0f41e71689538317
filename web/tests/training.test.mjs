import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, root, scratch, serve, tab } from './harness.mjs';

const place = scratch();
let server;
let browser;
let training;

before(async () => {
  browser = await launch();
  const run = join(place.folder, 'live-1');
  // Far more steps than the test waits for: it stops the training itself.
  training = spawn(
    process.env.BINDSCOPE ?? join(root, 'bindscope'),
    ['train', '--preset', 'quick', '--steps', '100000', '--run', run, '--set', 'model.layers=1', '--set', 'training.evaluationPrograms=100', '--set', 'data.test=100',
      '--set', 'data.validation=50', '--set', 'training.evaluations.first=5', '--set', 'training.evaluations.every=20', '--set', 'training.checkpoints.first=5', '--set',
      'training.checkpoints.every=40', '--set', 'training.workers=1'],
    { cwd: root, env: { ...process.env, OMP_NUM_THREADS: '1' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  training.stdout.on('data', (data) => (said += data));
  training.stderr.on('data', (data) => (said += data));
  const until = Date.now() + 120_000;
  while (!existsSync(join(run, 'metrics.jsonl'))) {
    assert.equal(training.exitCode, null, said);
    assert.ok(Date.now() < until, said);
    await new Promise((done) => setTimeout(done, 200));
  }
  server = await serve(place.folder);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  if (training && training.exitCode === null) {
    const gone = new Promise((done) => training.once('exit', done));
    training.kill('SIGINT');
    const timer = setTimeout(() => training.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(timer);
  }
  place.remove();
});

test('while a run trains its curves and checkpoints grow without a reload', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, server.url, '#/trajectory?run=live-1');
    await page.getByText('training, live').waitFor({ timeout: 30_000 });
    const evaluations = async () => Number(/at each of ([\d,]+) evaluations/.exec(await page.locator('figure#accuracy .n').innerText())?.[1]?.replaceAll(',', '') ?? Number.NaN);
    const checkpoints = () => page.getByRole('slider', { name: 'Checkpoint' }).getAttribute('aria-valuemax').then(Number);
    const before = { evaluations: await evaluations(), checkpoints: await checkpoints() };
    const until = Date.now() + 90_000;
    let now = before;
    while (now.evaluations < before.evaluations + 3 || now.checkpoints <= before.checkpoints) {
      assert.ok(Date.now() < until, `from ${JSON.stringify(before)} to ${JSON.stringify(now)} in 90 s`);
      await page.waitForTimeout(300);
      now = { evaluations: await evaluations(), checkpoints: await checkpoints() };
    }
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});
