import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, open, run, serve, tab } from './harness.mjs';

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

async function saved(page, figure, kind) {
  // Now and then a press saves nothing, and why is open (docs/open.md): as a person would, press once more.
  for (let left = 2; ; left--) {
    const arrived = page.waitForEvent('download', { timeout: 15_000 }).catch((error) => error);
    await page.locator(`figure#${figure}`).getByRole('button', { name: kind }).click();
    const download = await arrived;
    if (!(download instanceof Error)) return { name: download.suggestedFilename(), path: await download.path() };
    if (left === 0) throw download;
  }
}

test('a press of CSV or SVG is not lost where the page moves before it is let go, and is none where the pointer goes away', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, server.url, `#/trajectory?run=${run}`);
    const figure = page.locator('figure#accuracy');
    const middle = async (kind) => {
      const button = figure.getByRole('button', { name: kind });
      await button.scrollIntoViewIfNeeded();
      const { x, y, width, height } = await button.boundingBox();
      return [x + width / 2, y + height / 2];
    };
    const names = [];
    page.on('download', (one) => names.push(one.suggestedFilename().split('.').at(-1)));
    for (const [index, kind] of ['CSV', 'SVG'].entries()) {
      const arrived = page.waitForEvent('download');
      await page.mouse.move(...(await middle(kind)));
      await page.mouse.down();
      // As when a figure above gets a line more.
      await page.evaluate((height) => (document.querySelector('main').style.paddingTop = height), `${(index + 1) * 60}px`);
      await page.mouse.up();
      await arrived;
    }
    await page.mouse.move(...(await middle('CSV')));
    await page.mouse.down();
    await page.mouse.move(20, 20, { steps: 4 });
    await page.mouse.up();
    await saved(page, 'accuracy', 'SVG');
    assert.deepEqual(names, ['csv', 'svg', 'svg']);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

test('the accuracy figure saves the numbers that it shows', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, server.url, `#/trajectory?run=${run}`);
    const csv = await saved(page, 'accuracy', 'CSV');
    assert.match(csv.name, new RegExp(`^${run}-accuracy.*\\.csv$`));
    const rows = readFileSync(csv.path, 'utf8').trim().split('\n').map((row) => row.split(','));
    const { metrics } = await (await fetch(`${server.url}data/runs/${run}/metrics.json`)).json();
    assert.equal(rows.length, metrics.length + 1);
    for (const [index, line] of metrics.entries()) {
      assert.equal(Number(rows[index + 1][0]), line.step);
      assert.ok(Math.abs(Number(rows[index + 1][1]) - line.accuracy) < 1e-12, `step ${line.step}`);
    }

    await page.locator('figure#accuracy').getByRole('button', { name: 'table' }).click();
    const shown = await page.locator('figure#accuracy .table tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
    assert.equal(shown.length, metrics.length);
    for (const [index, line] of metrics.entries()) {
      assert.equal(Number(shown[index][0].replaceAll(',', '')), line.step);
      assert.ok(Math.abs(Number.parseFloat(shown[index][1]) / 100 - line.accuracy) < 0.0006, `step ${line.step}: ${shown[index][1]}`);
    }
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

test('a figure shows its analysis’s own table, sorted by a press, and saves it as it is shown', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, server.url, `#/statistics?run=${run}`);
    const views = await (await fetch(`${server.url}data/runs/${run}/analyses/behaviour/views.json`)).json();
    const own = views.find((one) => one.key === 'properties');
    const step = Math.max(...own.rows.map((row) => row[0].value));
    const accuracies = own.rows.filter((row) => row[0].value === step).map((row) => row[3].value);
    const figure = page.locator('figure#features');
    await figure.getByRole('button', { name: 'table' }).click();
    await figure.locator('.tables tbody tr').first().waitFor();
    assert.deepEqual(await figure.locator('.tables tbody tr td:nth-child(4)').allInnerTexts(), own.rows.filter((row) => row[0].value === step).map((row) => row[3].text));
    await figure.locator('th').getByRole('button', { name: 'accuracy', exact: true }).click();
    assert.equal(await figure.locator('th[aria-sort="descending"]').count(), 1);
    const rows = readFileSync((await saved(page, 'features', 'CSV')).path, 'utf8').trim().split('\n').map((row) => row.split(','));
    assert.deepEqual(rows[0].slice(3), ['accuracy', 'accuracy low', 'accuracy high', 'accuracy n']);
    assert.deepEqual(rows.slice(1).map((row) => Number(row[3])), [...accuracies].sort((a, b) => b - a));
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

test('every kept analysis of a run has its tables on the report’s page', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, server.url, `#/report?run=${run}`);
    const { analyses } = await (await fetch(`${server.url}data/runs/${run}/run.json`)).json();
    const kept = analyses.filter((one) => one.bytes > 0);
    assert.ok(kept.length > 10);
    assert.equal(await page.locator('details[id^="tables-"]').count(), kept.length);
    for (const { name } of kept) {
      const place = page.locator(`details[id="tables-${name}"]`);
      await place.locator('summary').click();
      await place.locator('.tables p:not([role="status"]), .tables table').first().waitFor();
    }
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

test('the accuracy figure saves the picture that it shows', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, server.url, `#/trajectory?run=${run}`);
    const { path } = await saved(page, 'accuracy', 'SVG');
    const text = readFileSync(path, 'utf8');
    const drawn = await page.evaluate((svg) => {
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      return {
        wrong: parsed.querySelector('parsererror')?.textContent ?? null,
        words: parsed.documentElement.textContent,
        paths: [...parsed.querySelectorAll('path')].map((one) => one.getAttribute('d')),
        variables: /var\(--/.test(svg),
      };
    }, text);
    assert.equal(drawn.wrong, null);
    assert.equal(drawn.variables, false, 'every colour is written out');
    assert.match(drawn.words, /Accuracy on test programs/);
    const line = await page.locator('figure#accuracy path.line').evaluateAll((all) => all.map((one) => one.getAttribute('d')));
    assert.ok(line.length > 0);
    for (const one of line) assert.ok(drawn.paths.includes(one), 'the curve is the one on the screen');

    const png = readFileSync((await saved(page, 'accuracy', 'PNG')).path);
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    const box = await page.locator('figure#accuracy .body').boundingBox();
    assert.ok(png.readUInt32BE(16) >= 2 * box.width, 'twice the size of the screen');
    const colors = await page.evaluate(async (data) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${data}`;
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = picture.width;
      canvas.height = picture.height;
      const context = canvas.getContext('2d');
      context.drawImage(picture, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
      return new Set(pixels).size;
    }, png.toString('base64'));
    assert.ok(colors > 20, `the picture has ${colors} colours`);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

test('a heat map saves one rectangle of the shown colour per cell', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, server.url, `#/residual?run=${run}`);
    const figure = page.locator('figure:has([aria-roledescription="heat map"])').first();
    const id = await figure.getAttribute('id');
    const text = readFileSync((await saved(page, id, 'SVG')).path, 'utf8');
    const map = figure.locator('[aria-roledescription="heat map"]').first();
    const [, rows, columns] = /(\d+) rows, (\d+) columns/.exec((await map.getAttribute('aria-label')) ?? '') ?? [];
    const pixels = await map.locator('canvas').evaluate(
      (canvas, [rows, columns]) => {
        const context = canvas.getContext('2d');
        const colors = [];
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++) {
            const [r, g, b] = context.getImageData(((column + 0.3) * canvas.width) / columns, ((row + 0.3) * canvas.height) / rows, 1, 1).data;
            colors.push(`rgb(${r}, ${g}, ${b})`);
          }
        }
        return colors;
      },
      [Number(rows), Number(columns)],
    );
    const fills = [...text.matchAll(/<rect x="[\d.]+" y="[\d.]+" width="[\d.]+" height="[\d.]+" fill="(rgb\([^"]+\)|#[0-9a-f]+)"\/>/g)].map((match) => match[1]);
    assert.ok(fills.length >= pixels.length, `${fills.length} rectangles for ${pixels.length} cells`);
    assert.deepEqual(fills.slice(0, pixels.length), pixels);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

/** What of a figure’s words its saved picture lacks; what is for the screen alone counts as none of them. */
const lacking = (figure, svg) =>
  figure.evaluate((element, text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    const saved = parsed.documentElement.textContent;
    const lost = [element.querySelector('h3').textContent, location.href].filter((words) => !saved.replace(/\s+/gu, '').includes(words.replace(/\s+/gu, '')));
    const nodes = document.createTreeWalker(element.querySelector('.body'), NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      const parent = node.parentElement;
      const box = parent.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || parent.closest('title, select, textarea, .no-print, .visually-hidden, [aria-hidden="true"], [data-screen-only]')) continue;
      lost.push(...node.data.split(/\s+/u).filter((word) => !saved.includes(word)));
    }
    return lost;
  }, svg);

for (const name of ['compare', 'residual', 'heads', 'development', 'subspaces', 'generalisation']) {
  test(`saved figures of ${name} have every word that they show and their address; their numbers say the step`, async () => {
    const { page, context, problems } = await tab(browser);
    try {
      await open(page, server.url, `#/${name}?run=${run}`);
      const ids = await page.locator('main figure[data-state="ready"]').evaluateAll((all) => all.map((figure) => figure.id));
      assert.ok(ids.length > 1, ids.join(', '));
      for (const id of ids) {
        assert.deepEqual(await lacking(page.locator(`figure#${id}`), readFileSync((await saved(page, id, 'SVG')).path, 'utf8')), [], id);
        if ((await page.locator(`figure#${id}`).getByRole('button', { name: 'CSV' }).count()) === 0) continue;
        const [head] = readFileSync((await saved(page, id, 'CSV')).path, 'utf8').split('\n');
        // These count over all of the training.
        if (!['flips', 'forgotten'].includes(id)) assert.match(head, /\bstep\b/u, id);
      }
      assert.deepEqual(problems, []);
    } finally {
      await context.close();
    }
  });
}
