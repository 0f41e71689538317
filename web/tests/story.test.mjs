/** Every number in a sentence of the overview and of the tour stands in the figure that the sentence links to: walked on each reference run. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, root, serve, settled, tab } from './harness.mjs';
import { falsified, numbersIn, ownOf, strangers } from './sentences.mjs';

const reference = join(root, 'reference');
const runs = readdirSync(reference).filter((name) => existsSync(join(reference, name, 'spec.json')));
let server;
let browser;

before(async () => {
  server = await serve(reference);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** All that a figure writes, and the table that it saves; null where it is not there, or empty. */
async function figureIn(page, id) {
  const figure = page.locator(`figure#${id}`);
  if ((await figure.count()) === 0) return null;
  if ((await figure.getAttribute('data-state')) !== 'ready') return null;
  const words = await figure.evaluate((element) => element.innerText);
  const numbers = figure.getByRole('button', { name: /^Save the numbers/ });
  if ((await numbers.count()) === 0) return { words, csv: null };
  const download = page.waitForEvent('download');
  await numbers.click();
  return { words, csv: readFileSync(await (await download).path(), 'utf8') };
}

const figureOf = {
  program: 'program-graph', trajectory: 'phases', checkpoint: 'shares', logits: 'lens-map', residual: 'residual-grid', heads: 'head-ranking', development: 'emergence',
  subspaces: 'swaps', generalisation: 'hops', report: 'claims',
};

for (const run of runs) {
  test(`the tour and the overview of ${run} say what their figures show`, async () => {
    const { page, context, problems } = await tab(browser, { viewport: { width: 1440, height: 900 } });
    try {
      await open(page, server.url, `#/overview?run=${run}`);
      await page.getByText('Reading the analyses…').waitFor({ state: 'detached' });
      const cards = await page.locator('.findings a').evaluateAll((all) => all.map((a) => ({ figure: a.dataset.figure, href: a.getAttribute('href'), text: a.innerText })));
      const phases = await page.locator('.phases article .says').allInnerTexts();
      const way = (await page.locator('.phases article .way').count()) > 0 ? await page.locator('.phases article .way').innerText() : null;
      let [checked, wrong, noticed] = [0, 0, 0];
      const hold = (sentence, figure, where) => {
        assert.deepEqual(strangers(sentence, figure), [], where);
        checked += numbersIn(ownOf(sentence)).length;
        const all = falsified(sentence);
        wrong += all.length;
        noticed += all.filter((one) => strangers(one, figure).length > 0).length;
      };

      await page.getByRole('button', { name: 'Take the guided tour' }).click();
      const count = Object.keys(figureOf).length;
      for (let at = 1; at <= count; at++) {
        await page.waitForFunction((wanted) => document.querySelector('.tour-panel .count')?.textContent === wanted, `${at} of ${count}`);
        await settled(page);
        const name = /^#\/([a-z]+)/u.exec(await page.evaluate(() => location.hash))[1];
        const figure = await figureIn(page, figureOf[name]);
        const said = await page.locator('.tour-panel [aria-live] > p:not(.to-figure)').allInnerTexts();
        assert.ok(said.length > 0, `${name}: the tour says something`);
        for (const sentence of said) hold(sentence, figure, `${name}: “${sentence}” beside figure ${figureOf[name]}${figure === null ? ', which is not there' : ''}`);
        if (name === 'trajectory') for (const sentence of phases) hold(sentence, figure, `a phase’s card: “${sentence}”`);
        await page.getByRole('button', { name: at < count ? 'next' : 'finish' }).click();
      }

      for (const card of cards) {
        await page.evaluate((href) => (location.hash = href), card.href);
        await settled(page);
        const figure = await figureIn(page, card.figure);
        assert.ok(figure !== null, `${card.href} shows figure ${card.figure}`);
        const [, ...sentence] = card.text.split('\n').filter(Boolean);
        const told = `${sentence.slice(1, -1).join(' ')} ${card.figure === 'residual-grid' && way !== null ? way : ''}`;
        hold(told, figure, `the overview: “${told}” beside figure ${card.figure}`);
      }
      assert.ok(checked > 8, `${checked} numbers were compared`);
      // What is left stands in the figure as it is told wrongly: two layers, or hops, with the same number.
      assert.ok(noticed >= 0.95 * wrong, `${noticed} of ${wrong} numbers that are wrong by a quarter were noticed`);
      assert.deepEqual(problems, []);
    } finally {
      await context.close();
    }
  });
}

test('a run of which one checkpoint is kept shows its whole training in the header, and its name whole on a phone', async () => {
  const { page, context, problems } = await tab(browser, { size: 'phone' });
  try {
    await open(page, server.url, '#/overview?run=small-lm-416');
    const ticks = await page.locator('[role="slider"][aria-label="Checkpoint"] text').allTextContents();
    assert.ok(ticks.length > 2 && ticks[0] === '0', `the axis has ${ticks.join(', ')}`);
    assert.ok(await page.getByRole('button', { name: 'Play through the checkpoints' }).isDisabled(), 'there is nothing to play');
    assert.doesNotMatch(await page.locator('main').innerText(), /every checkpoint|Drag the step/);
    const room = await page.getByRole('combobox', { name: 'Run', exact: true }).evaluate((select) => {
      const style = getComputedStyle(select);
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = style.font;
      // The arrow takes about 20 px of what the padding leaves.
      return select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20 - pen.measureText(select.value).width;
    });
    assert.ok(room >= 0, `the name of the run lacks ${Math.ceil(-room)} px`);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

test('the run that is shown first lacks no figure of these pages, whose headings all stand over something', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    for (const name of ['logits', 'circuit']) {
      await open(page, server.url, `#/${name}?run=small-lm-256`);
      assert.doesNotMatch(await page.locator('main').innerText(), /Not computed for this run yet/, name);
      const bare = await page.locator('main h2').evaluateAll((all) => all.filter((heading) => !heading.nextElementSibling).map((heading) => heading.textContent));
      assert.deepEqual(bare, [], name);
    }
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});
