/** What was trained in a page is there again after the tab was closed, goes when it is deleted, and a browser that keeps nothing says so. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exportSite, host, launch, open, scratch, settled, tab } from './harness.mjs';

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

async function begin(page, seed = 7) {
  await open(page, plain.url, '#/overview?run=demo-1');
  const section = page.locator('#train');
  await section.getByLabel('seed').fill(`${seed}`);
  await section.getByRole('button', { name: 'Train one' }).click();
  await section.getByText(new RegExp(`page-${seed}, step [1-9]\\d+ of 5,000`)).waitFor({ timeout: 300_000 });
  return section;
}

test('a training whose tab was closed is offered again, with its weights, until it is deleted', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    const section = await begin(page);
    await section.getByText(/of 400 programs that it never trained on/).waitFor({ timeout: 300_000 });
    await page.waitForTimeout(500);
    await page.close();

    const again = await context.newPage();
    again.on('pageerror', (error) => problems.push(error.message));
    await open(again, plain.url, '#/overview?run=demo-1');
    const kept = again.locator('#train li', { hasText: 'page-7' });
    await kept.getByText(/step [\d,]+ of 5,000: [\d.]+\s% of 400 programs right/).waitFor();
    await kept.getByRole('link', { name: 'look at it' }).click();
    await settled(again);
    assert.match(await again.evaluate(() => location.hash), /trajectory\?run=page-7/);

    // A link to it, opened anew, shows it by its own weights.
    await again.goto('about:blank');
    await open(again, plain.url, '#/residual?run=page-7');
    await again.locator('figure#residual-map[data-state="ready"]').waitFor();
    assert.equal(await again.locator('figure#residual-map .badge').innerText(), 'live (in this page)');

    await open(again, plain.url, '#/overview?run=demo-1');
    await again.getByRole('button', { name: 'Delete page-7' }).click();
    await kept.waitFor({ state: 'detached' });
    await again.reload();
    await settled(again);
    await again.locator('#train').getByRole('button', { name: 'Train one' }).waitFor();
    assert.equal(await kept.count(), 0);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

test('storage that is full and a private window are said, and the training goes on', async () => {
  const breaks = [
    [() => (IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }), /storage is full/],
    [() => (IDBFactory.prototype.open = () => { throw new DOMException('private', 'SecurityError'); }), /keeps nothing here/],
  ];
  for (const [breaks_, says] of breaks) {
    const { page, context, problems } = await tab(browser);
    try {
      await page.addInitScript(breaks_);
      const section = await begin(page);
      await section.getByText(says).waitFor();
      assert.equal(await section.getByText(/The training failed/).count(), 0);
      assert.deepEqual(problems, []);
    } finally {
      await context.close();
    }
  }
});

test('a kept run is deleted from a storage that is full, too', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await begin(page);
    await page.waitForFunction(async () => (await indexedDB.databases()).length > 0);
    await page.waitForTimeout(500);
    await page.close();

    const full = await context.newPage();
    await full.addInitScript(() => (IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }));
    const section = await begin(full, 8);
    await section.getByText(/storage is full/).waitFor();
    await full.getByRole('button', { name: 'Delete page-7' }).click();
    await section.locator('li', { hasText: 'page-7' }).waitFor({ state: 'detached' });
    await full.close();

    const again = await context.newPage();
    await open(again, plain.url, '#/overview?run=demo-1');
    await again.locator('#train').getByRole('button', { name: 'Train one' }).waitFor();
    await settled(again);
    assert.equal(await again.locator('#train li', { hasText: 'page-7' }).count(), 0);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});
