/** Training in a page of an exported folder: it begins, learns, pauses, can be looked at, and its run's folder is one that Bindscope opens. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exportSite, host, launch, open, root, scratch, settled, tab } from './harness.mjs';

const place = scratch();
let plain;
let browser;

before(async () => {
  exportSite(join(place.folder, 'site'), '--runs', 'reference', '--run', 'demo-1');
  plain = await host(join(place.folder, 'site'));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  plain?.stop();
  place.remove();
});

test('a model is trained in the page, patched there, and opened by Bindscope', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, plain.url, '#/overview?run=demo-1');
    const section = page.locator('#train');
    await section.getByLabel('seed').fill('7');
    await section.getByRole('button', { name: 'Train one' }).click();
    await section.getByText(/page-7, step [1-9]\d+ of 5,000/).waitFor({ timeout: 300_000 });
    await section.getByText(/of 400 programs that it never trained on/).waitFor({ timeout: 300_000 });
    await section.getByRole('button', { name: 'Pause' }).click();
    await section.getByRole('button', { name: 'Go on' }).waitFor();
    const saved = page.waitForEvent('download');
    await section.getByRole('button', { name: /download the run/ }).click();
    const archive = join(place.folder, 'page-7.zip');
    await (await saved).saveAs(archive);

    // What was made is a run of the site: its program is answered and patched by its own weights.
    const asked = plain.asked.length;
    await section.getByRole('link', { name: 'patch it' }).click();
    await settled(page);
    assert.equal(await page.locator('figure#residual-map').getAttribute('data-state'), 'ready');
    assert.equal(await page.locator('figure#residual-map .badge').innerText(), 'live (in this page)');
    assert.deepEqual(plain.asked.slice(asked).filter((one) => one.includes('/data/')), [], 'no host is asked for a run that the page made');
    assert.deepEqual(problems, []);

    const runs = join(place.folder, 'runs');
    mkdirSync(runs);
    assert.equal(spawnSync('python3', ['-m', 'zipfile', '-e', archive, runs]).status, 0);
    const eval0 = ['eval', '--run', join(runs, 'page-7'), '--checkpoint', '0', '--programs', '200', '--json'];
    const opened = spawnSync(process.env.BINDSCOPE ?? join(root, 'bindscope'), eval0, { cwd: root, encoding: 'utf8', env: { ...process.env, OMP_NUM_THREADS: '1' } });
    assert.equal(opened.status, 0, opened.stdout + opened.stderr);
  } finally {
    await context.close();
  }
});
