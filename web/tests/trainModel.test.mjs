import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, scratch, serve, tab } from './harness.mjs';

/** A real training, begun, stopped and taken up with the buttons of the overview. */
const place = scratch();
let server;
let browser;

before(async () => {
  browser = await launch();
  server = await serve(place.folder);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  place.remove();
});

test('a model is trained from the page, watched, stopped and taken up, without a reload', async () => {
  const { page, context, problems } = await tab(browser);
  const patience = { timeout: 120_000 };
  try {
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'No runs yet' }).waitFor(patience);
    await page.getByLabel('seed').fill('one');
    assert.ok(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled(), 'a seed that is no number');
    await page.getByLabel('seed').fill('9');
    await page.getByRole('button', { name: 'Train quick-9' }).click();

    await page.getByText('quick-9 is training.').waitFor(patience);
    assert.ok(await page.getByRole('button', { name: 'Train quick-9' }).isDisabled(), 'one at a time');
    await page.getByRole('link', { name: 'Watch it learn' }).click();
    await page.getByText('training, live').waitFor(patience);
    await page.locator('figure#accuracy[data-state="ready"]').waitFor(patience);
    const evaluations = async () => Number(/at each of ([\d,]+) evaluations/.exec(await page.locator('figure#accuracy .n').innerText())?.[1]?.replaceAll(',', '') ?? 0);
    const before = await evaluations();
    const until = Date.now() + patience.timeout;
    while ((await evaluations()) <= before) {
      assert.ok(Date.now() < until, `${before} evaluations stayed as many`);
      await page.waitForTimeout(300);
    }

    await page.getByRole('link', { name: 'Bindscope' }).first().click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('The training of quick-9 is stopped').waitFor(patience);
    const run = join(place.folder, 'quick-9');
    assert.ok(existsSync(join(run, 'checkpoints/000000/weights.safetensors')));
    const stood = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').length;

    await page.getByRole('button', { name: 'Go on with quick-9' }).last().click();
    await page.getByText('quick-9 is training.').waitFor(patience);
    const more = () => readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').length;
    while (more() <= stood) {
      assert.ok(Date.now() < until + patience.timeout, 'it did not go on');
      await page.waitForTimeout(300);
    }
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

test('a training that begins elsewhere appears on an open page, and one that cannot begin says why', async () => {
  const { page, context, problems } = await tab(browser, { size: 'phone', theme: 'dark' });
  try {
    await open(page, server.url, '#/overview');
    await page.locator('#train').getByText('quick-9 is training.').waitFor({ timeout: 60_000 });
    await page.getByRole('status').getByRole('link', { name: 'watch' }).first().waitFor();
    const answer = await page.request.post(`${server.url}api/train`, { data: { preset: 'quick', seed: 10 } });
    assert.equal(answer.status(), 409);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `the page is ${wide} px too wide`);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});
