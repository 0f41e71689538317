/** Predict, then reveal; and a lecture: large type, and a kept list of views. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { known, launch, open, root, said, serve, settled, tab } from './harness.mjs';

const { run, last, middle } = known;
let server;
let browser;

before(async () => {
  server = await serve(join(root, 'reference'));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function inTab(body) {
  const { page, context, problems } = await tab(browser);
  try {
    await body(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

test('what the model says is hidden until somebody has said it, for each program and step anew', async () => {
  await inTab(async (page) => {
    await open(page, server.url, `#/overview?run=${run}`);
    const bar = page.getByRole('region', { name: 'Program' });
    const [, digit, share] = await said(bar, /model: (\d), (>?99)\s%, right/);
    const guess = (Number(digit) + 7) % 10;
    await bar.getByRole('button', { name: 'predict' }).click();
    await said(bar, /what will it say\?/);
    assert.doesNotMatch(await bar.innerText(), /model:/);
    await said(page.locator('#flow .panel'), /Hidden until you say/);
    assert.match(await page.locator('#flow .answer').textContent(), /model: \?/);
    await bar.getByRole('button', { name: `${guess}`, exact: true }).click();
    await said(bar, new RegExp(`you: ${guess}, true: ${digit}\\s*model: ${digit}, ${share}\\s%, right`));
    await page.getByRole('slider', { name: 'Checkpoint' }).focus();
    await page.keyboard.press('ArrowLeft');
    await said(bar, /what will it say\?/);
  });
});

test('a lecture goes through its kept views, which are there after a reload', async () => {
  await inTab(async (page) => {
    await open(page, server.url, `#/overview?run=${run}&lecture=1&step=${middle}`);
    const lecture = page.getByRole('region', { name: 'Lecture' });
    const size = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    assert.ok(size > 18, `${size} px`);
    await lecture.getByRole('button', { name: 'keep this view' }).click();
    await page.goto(`${server.url}#/residual?run=${run}&lecture=1&step=${last}&cell=4.42`);
    await settled(page);
    await lecture.getByRole('button', { name: 'keep this view' }).click();
    await said(lecture, /2 of 2/);
    await page.reload();
    await settled(page);
    await said(lecture, /2 of 2/);
    await lecture.getByRole('button', { name: 'back' }).click();
    await settled(page);
    await said(lecture, /1 of 2/);
    assert.match(await page.evaluate(() => location.hash), new RegExp(`^#/overview\\?run=${run}&step=${middle}&`));
    await lecture.getByRole('button', { name: 'end' }).click();
    await page.waitForFunction(() => !location.hash.includes('lecture') && document.querySelector('[aria-label="Lecture"]') === null);
  });
});
