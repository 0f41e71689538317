/** What readers met: tooltips at edges, links that are whole or broken, pictures that are saved, what looks alive, small screens. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, open, run, serve, settled, tab } from './harness.mjs';

let server;
let browser;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function inTab(options, body) {
  const { page, context, problems } = await tab(browser, options);
  try {
    await body(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

const hash = (page) => page.evaluate(() => location.hash);
const example = async () => (await fetch(`${server.url}data/runs/${run}/example.json`)).json();

async function saved(page, figure, name) {
  const download = page.waitForEvent('download');
  await page.locator(`figure#${figure}`).getByRole('button', { name }).click();
  return readFileSync(await (await download).path(), 'utf8');
}

test('a tooltip stays inside the window, whole, at every edge', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/residual?run=${run}`);
    const map = page.locator('#residual-map [aria-roledescription="heat map"]');
    await map.focus();
    for (const keys of [['Home', 'PageUp'], ['End', 'PageUp'], ['End', 'PageDown'], ['Home', 'PageDown']]) {
      for (const key of keys) await page.keyboard.press(key);
      for (const block of ['start', 'end']) {
        await map.evaluate((element, to) => element.scrollIntoView({ block: to }), block);
        await page.waitForTimeout(60);
        const seen = await page.locator('.tip').evaluate((tip) => {
          const box = tip.getBoundingClientRect();
          return { inside: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight, whole: tip.scrollWidth <= tip.clientWidth + 1 && tip.scrollHeight <= tip.clientHeight + 1 };
        });
        assert.deepEqual(seen, { inside: true, whole: true }, `${keys.join(' ')}, ${block}`);
      }
    }
  });
});

test('on a phone a touch shows a sheet, which another touch takes away; cells have their letters', async () => {
  await inTab({ size: 'phone', hasTouch: true, isMobile: true }, async (page) => {
    await open(page, server.url, `#/logits?run=${run}`);
    const map = page.locator('#lens-map [aria-roledescription="heat map"]').first();
    await map.scrollIntoViewIfNeeded();
    assert.ok((await map.locator('text.cell').count()) > 10, 'letters stand in the cells');
    const box = await map.boundingBox();
    await page.touchscreen.tap(box.x + box.width * 0.7, box.y + 120);
    const tip = page.locator('.tip.sheet');
    await tip.waitFor();
    const sheet = await tip.boundingBox();
    assert.ok(sheet.x === 0 && Math.abs(sheet.width - 390) <= 1, 'as wide as the window');
    assert.ok(sheet.y >= 0 && sheet.y + sheet.height <= 845);
    await page.locator('figure#lens-map h3').tap();
    await tip.waitFor({ state: 'detached' });
  });
});

test('run and step are in the address as soon as the run is known, and head names stay when pages change', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, '#/glossary?names=1.1~first');
    // A page without figures is at rest before the run is known.
    await page.waitForFunction(() => /run=[^&]+&step=\d+/.test(location.hash));
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Residual patching' }).click();
    await settled(page);
    assert.match(await hash(page), /^#\/residual\?run=.*step=\d+.*names=/);
  });
});

test('a link with a program that cannot be read says what is wrong; `?b` is read where it is typed', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/residual?run=${run}&program=a=1,b=z,?b`);
    const bar = page.getByRole('region', { name: 'Program' });
    assert.match(await bar.innerText(), /cannot be read[\s\S]*line 2, column 3: z is not bound above/);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Program graph' }).click();
    await settled(page);
    for (const id of ['program-graph', 'counterfactual']) assert.match(await page.locator(`figure#${id} .stage`).innerText(), /cannot be read/, id);
    await bar.getByRole('button', { name: 'show the example' }).click();
    await bar.getByRole('button', { name: 'edit', exact: true }).click();
    const lines = (await example()).base.split('\n');
    const asked = lines.at(-1).charAt(1);
    await page.getByLabel('program', { exact: true }).fill(`${lines.slice(0, -1).join(',').replace(/\d/u, '7')},?${asked}`);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /program=/.test(location.hash));
    assert.match(await bar.innerText(), new RegExp(`#${asked}:`));
  });
});

/** What each page's address may ask for that no run has. */
const nowhere = {
  overview: { cell: '99.99', tour: '99' },
  trajectory: { axis: 'round', runs: 'nobody' },
  program: { line: '99' },
  programs: { now: 'never', sort: 'colour', hops: '77', line: '9', size: 'huge' },
  checkpoint: { from: 'nothing', to: 'nothing', as: 'cake', cell: 'a~b' },
  compare: { by: 'nothing', cell: 'a~b', steps: '0,77777', pin: '77777' },
  statistics: { features: 'some' },
  logits: { token: '999', layer: '99', measure: 'taste', scale: 'minor', place: '9-later-9-colon', show: 'taste' },
  residual: { cell: '99.99', measure: 'taste', place: 'x', tokens: 'few', patches: 'r99@0', beside: 'nobody' },
  heads: { head: '9.9', at: '999', measure: 'taste', cell: 'zz', part: 'arms', way: 'up', x: 'taste', names: '9.9:nobody', figure: 'nothing' },
  circuit: { group: '9-later', node: '9.9@colon' },
  development: { method: 'none', parts: 'all', transplant: 'kidney' },
  subspaces: { target: 'letter', layer: '99', after: '77', variable: 'value:99', hops: '77' },
  generalisation: { root: 'ninth', probe: 'deep', line: 'curved' },
  report: { verdict: 'guilty' },
};

for (const [name, keys] of Object.entries(nowhere)) {
  test(`what an address of ${name} asks for and is not there is said, each in one sentence`, async () => {
    await inTab({}, async (page) => {
      await open(page, server.url, `#/${name}?run=${run}&${new URLSearchParams(keys)}`);
      const failed = await page.locator('figure[data-state="error"]').evaluateAll((all) => all.map((figure) => figure.id));
      assert.deepEqual(failed, []);
      for (const [key, text] of Object.entries(keys)) {
        const sentence = page.locator('main [role="alert"]', { hasText: `The address asks for ${key}=${text}, which is not there; it can be ` });
        await sentence.first().waitFor().catch(() => null);
        assert.equal(await sentence.count(), 1, `${key}=${text}: ${(await page.locator('main [role="alert"]').allInnerTexts()).join(' / ')}`);
      }
      await open(page, server.url, `#/${name}?run=${run}`);
      assert.deepEqual(await page.locator('main [role="alert"]').allInnerTexts(), []);
    });
  });
}

test('a step that is not kept becomes the one that is shown, in the address too', async () => {
  await inTab({}, async (page) => {
    const { checkpoints } = await (await fetch(`${server.url}data/runs/${run}/run.json`)).json();
    await open(page, server.url, `#/heads?run=${run}&step=99999999`);
    await page.waitForFunction((step) => location.hash.includes(`step=${step}`), checkpoints.at(-1).step);
  });
});

test('a page that is not there says so and lists those that are', async () => {
  await inTab({}, async (page) => {
    await page.goto(`${server.url}#/nowhere`);
    await page.getByRole('heading', { name: 'There is no page “nowhere”' }).waitFor();
    await page.locator('main').getByRole('link', { name: 'Overview' }).click();
    await settled(page);
    assert.match(await hash(page), /^#\/overview/);
  });
});

test('going back after a drag leads to the step before it, on the same page', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/trajectory?run=${run}`);
    const before = await hash(page);
    const box = await page.getByRole('slider', { name: 'Checkpoint' }).boundingBox();
    await page.mouse.move(box.x + box.width * 0.8, box.y + 15);
    await page.mouse.down();
    for (const share of [0.7, 0.5, 0.4, 0.3]) await page.mouse.move(box.x + box.width * share, box.y + 15);
    await page.mouse.up();
    await page.waitForTimeout(300);
    assert.notEqual(await hash(page), before);
    await page.goBack();
    await page.waitForFunction((old) => location.hash === old, before);
  });
});

test('a saved picture has its panels’ titles, its caption and the address; a CSV says the step', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/development?run=${run}`);
    const svg = await saved(page, 'development', /SVG$/);
    const words = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return parsed.querySelector('parsererror')?.textContent ?? [...parsed.querySelectorAll('text')].map((one) => one.textContent).join(' ').replace(/\s+/gu, ' ');
    }, svg);
    for (const panel of await page.locator('#development h4').allInnerTexts()) assert.ok(words.includes(panel), `${panel} in: ${words.slice(0, 300)}`);
    assert.match(words, /Figure 4 of the paper/);
    assert.ok(words.replaceAll(' ', '').includes(new URL(page.url()).host), 'the address');
    const last = await page.getByRole('slider', { name: 'Checkpoint' }).getAttribute('aria-valuenow');
    await open(page, server.url, `#/residual?run=${run}&pin=0`);
    const rows = (await saved(page, 'residual-map', /CSV$/)).trim().split('\n').map((row) => row.split(','));
    assert.deepEqual(rows[0].slice(0, 2), ['run', 'step']);
    // A newline that is a token stands in quotes, and on two lines.
    assert.deepEqual([...new Set(rows.slice(1).filter((row) => row[0] === run).map((row) => row[1]))].sort(), ['0', last].sort(), 'both maps that are shown');
    const grid = (await saved(page, 'residual-grid', /CSV$/)).split('\n');
    assert.match(grid[0], /^step,/);
  });
});

test('effects have one scale of colours at every checkpoint, and at most six curves stand in a panel', async () => {
  await inTab({}, async (page) => {
    for (const step of ['0', '999999']) {
      await open(page, server.url, `#/residual?run=${run}&step=${step}`);
      assert.match(await page.locator('#residual-map .heatmap svg').first().innerHTML(), />\+10</);
    }
    await page.getByRole('button', { name: 'the largest here' }).first().click();
    await page.waitForFunction(() => /unit=share/.test(location.hash));
    await open(page, server.url, `#/trajectory?run=${run}`);
    const panel = page.locator('#accuracy-by-answer-line');
    assert.ok((await panel.locator('path.line').count()) <= 6);
    const hidden = panel.locator('.curves button[aria-pressed="false"]').first();
    if ((await hidden.count()) > 0) {
      const name = (await hidden.innerText()).trim();
      await hidden.click();
      await panel.locator('.curves button[aria-pressed="true"]', { hasText: name }).first().waitFor();
      assert.ok((await panel.locator('path.line').count()) <= 7);
    }
  });
});

test('cards and graph of the overview lead on, and the tour’s card covers nothing', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/overview?run=${run}`);
    for (const link of await page.locator('.phases a').all()) assert.match(await link.getAttribute('href'), /^#\/trajectory\?.*step=\d+/);
    await page.locator('#example-graph .node').first().click();
    await settled(page);
    assert.match(await hash(page), /^#\/program\?.*line=\d+/);
  });
  for (const size of ['desktop', 'phone']) {
    await inTab({ size }, async (page) => {
      await open(page, server.url, `#/trajectory?run=${run}&tour=2`);
      await page.locator('.tour-panel').waitFor();
      const covered = await page.evaluate(() => {
        const card = document.querySelector('.tour-panel').getBoundingClientRect();
        return [...document.querySelectorAll('main figure')].filter((figure) => {
          const box = figure.getBoundingClientRect();
          return Math.min(box.right, card.right) - Math.max(box.left, card.left) > 1 && Math.min(box.bottom, card.bottom) - Math.max(box.top, card.top) > 1;
        }).map((figure) => figure.id);
      });
      assert.deepEqual(covered, [], size);
    });
  }
});

test('on a phone the list of runs has a name, and tables that go on say so', async () => {
  await inTab({ size: 'phone' }, async (page) => {
    await open(page, server.url, `#/trajectory?run=${run}`);
    await page.getByRole('combobox', { name: 'Run', exact: true }).waitFor();
    const wide = await page.locator('.scroll').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => ({ said: one.hasAttribute('data-scrolls'), sign: getComputedStyle(one, '::before').content, focus: one.tabIndex })));
    assert.ok(wide.length > 0);
    for (const one of wide) assert.ok(one.said && one.sign.includes('scroll') && one.focus === 0, JSON.stringify(one));
  });
});
