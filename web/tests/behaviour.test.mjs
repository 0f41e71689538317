import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, open, run, serve, settled, tab } from './harness.mjs';

let server;
let browser;
let behaviour;

before(async () => {
  server = await serve();
  browser = await launch();
  behaviour = await (await fetch(`${server.url}data/runs/${run}/analyses/behaviour/result.json`)).json();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function withTab(options, work) {
  const { page, context, problems } = await tab(browser, options);
  try {
    await work(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

async function csvOf(page, figure) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`figure#${figure}`).getByRole('button', { name: 'CSV' }).click()]);
  return readFileSync(await download.path(), 'utf8').trim().split('\n').map((row) => row.split(','));
}

/** What is shown of one checkpoint says its step in the first column. */
function rowsOfStep([header, ...rows], step) {
  assert.equal(header[0], 'step');
  assert.ok(rows.every((row) => Number(row[0]) === step));
  return rows.map((row) => row.slice(1));
}

test('the ribbons of a checkpoint are its programs, and a chosen ribbon lists them', () =>
  withTab({}, async (page) => {
    const last = behaviour.checkpoints.at(-1);
    await open(page, server.url, `#/checkpoint?run=${run}&step=${last.step}&from=hops&to=right`);
    const rows = rowsOfStep(await csvOf(page, 'attributes'), last.step);
    assert.equal(rows.reduce((sum, row) => sum + Number(row[2]), 0), behaviour.programs);
    for (const { feature, value, accuracy } of last.byFeature.filter((one) => one.feature === 'hops')) {
      const row = rows.find((one) => one[0] === `${value} ${value === 1 ? 'hop' : 'hops'}` && one[1] === 'right');
      assert.equal(Number(row?.[2] ?? 0), Math.round(accuracy.value * accuracy.programs), `${feature} ${value}`);
    }

    await page.locator('figure#attributes path.ribbon').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('section[aria-label="Programs of the chosen ribbon"] li');
    assert.match(page.url(), /cell=/);
    const first = await page.locator('section[aria-label="Programs of the chosen ribbon"] li').first().textContent();
    await page.reload();
    await settled(page);
    assert.equal(await page.locator('section[aria-label="Programs of the chosen ribbon"] li').first().textContent(), first);
  }));

test('a program is opened from the heat map with the keyboard alone, and the address keeps it', () =>
  withTab({}, async (page) => {
    await open(page, server.url, `#/programs?run=${run}&size=small&sort=set`);
    const map = page.locator('figure#programs [aria-roledescription="heat map"]');
    await map.focus();
    await page.keyboard.press('PageUp');
    for (const key of ['ArrowUp', 'Home', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await page.waitForFunction(() => location.hash.includes('program='));
    const address = page.url();
    assert.match(address, new RegExp(`step=${behaviour.checkpoints[1].step}\\b`));
    const shown = await page.locator('section[aria-label^="The program under the pointer"] p.program').textContent();
    assert.ok(behaviour.texts.some((text) => shown.replace(/\s+/g, '').includes(text.replace(/\s+/g, ''))), shown);
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes('program='));
    await page.goForward();
    assert.equal(page.url(), address);
  }));

test('filters leave the programs that they say', () =>
  withTab({}, async (page) => {
    const step = behaviour.checkpoints.at(-1).step;
    await open(page, server.url, `#/programs?run=${run}&step=${step}&size=small`);
    await page.locator('figure#programs').getByLabel('at this checkpoint').selectOption('wrong');
    await page.waitForFunction(() => location.hash.includes('now=wrong'));
    const rows = (await csvOf(page, 'programs')).slice(1);
    const { accuracy } = behaviour.checkpoints.at(-1);
    assert.equal(rows.length, accuracy.programs - Math.round(accuracy.value * accuracy.programs));
    await page.locator('figure#programs').getByLabel('hops').selectOption('1');
    const fewer = (await csvOf(page, 'programs')).slice(1);
    assert.ok(fewer.length < rows.length || rows.length === 0);
    assert.ok(fewer.every((row) => row[3] === '1'));
  }));

test('the comparison counts the flips that the analysis counts', () =>
  withTab({}, async (page) => {
    const flips = behaviour.flips.at(-1);
    await open(page, server.url, `#/compare?run=${run}&step=${flips.to}&pin=${flips.from}`);
    const facts = await page.locator('dl.facts').textContent();
    assert.match(facts.replaceAll(',', ''), new RegExp(`${flips.gained} / ${flips.lost}`));
    const rows = (await csvOf(page, 'transitions')).slice(1);
    assert.equal(rows.reduce((sum, row) => sum + Number(row.at(-1)), 0), flips.programs);
  }));

test('statistics show the analysis’s numbers at the scrubbed checkpoint', () =>
  withTab({}, async (page) => {
    const checkpoint = behaviour.checkpoints[Math.floor(behaviour.checkpoints.length / 2)];
    await open(page, server.url, `#/statistics?run=${run}&step=${checkpoint.step}`);
    const rows = rowsOfStep(await csvOf(page, 'confusion'), checkpoint.step);
    for (const [answer, row] of checkpoint.confusion.entries()) {
      for (const [prediction, count] of row.entries()) {
        const name = prediction > 9 ? 'no digit' : String(prediction);
        const found = rows.find((one) => one[0] === String(answer) && one[1] === name);
        assert.equal(Number(found?.[2]), count, `${answer} as ${name}`);
      }
    }
  }));
