/**
 * Measures the pages as a person meets them: first paint and time to the last figure (the browser's performance entries), how long keys take to
 * show (event timing), sizes of scripts and data per page, how long a live sweep takes by size of model, and the engine in the page (benchEngine.mjs).
 * Writes bench/web-results.json.
 */
import { cpus } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureEngine } from './benchEngine.mjs';
import { measureStory } from './benchStory.mjs';
import { launch, open, pages, root, runs, serve, settled, sizes } from '../tests/harness.mjs';

const at = process.argv.indexOf('--runs');
const folder = at > 0 ? process.argv[at + 1] : runs;
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.floor(sorted.length / 2)];
};
const round = (value, digits = 0) => (value === null || value === undefined ? null : Number(value.toFixed(digits)));

const server = await serve(folder);
const browser = await launch();
const site = await (await fetch(`${server.url}data/site.json`)).json();
const shown = site.runs.find((run) => run.name === 'demo-1') ?? site.runs[0];

async function load(name) {
  const context = await browser.newContext({ viewport: sizes.desktop });
  const page = await context.newPage();
  try {
    await open(page, server.url, `#/${name}?run=${shown.name}`);
    return await page.evaluate(() => {
      const resources = performance.getEntriesByType('resource');
      const of = (test) => resources.filter((one) => test(new URL(one.name).pathname));
      const bytes = (list) => list.reduce((sum, one) => sum + one.decodedBodySize, 0);
      const sent = (list) => list.reduce((sum, one) => sum + one.encodedBodySize, 0);
      const scripts = of((path) => path.endsWith('.js'));
      const data = of((path) => path.includes('/data/'));
      const live = of((path) => path.includes('/api/'));
      return {
        firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
        lastResource: Math.max(0, ...resources.filter((one) => !one.name.includes('/events')).map((one) => one.responseEnd)),
        scripts: bytes(scripts),
        scriptsSent: sent(scripts),
        data: bytes(data),
        dataFiles: data.length,
        liveCalls: live.length,
        live: bytes(live),
      };
    });
  } finally {
    await context.close();
  }
}

const perPage = [];
for (const name of pages) {
  const taken = [];
  for (let repeat = 0; repeat < 3; repeat++) taken.push(await load(name));
  perPage.push({
    page: name,
    firstPaintMs: round(median(taken.map((one) => one.firstPaint))),
    lastResourceMs: round(median(taken.map((one) => one.lastResource))),
    scriptBytes: taken[0].scripts,
    scriptBytesSent: taken[0].scriptsSent,
    dataBytes: taken[0].data,
    dataFiles: taken[0].dataFiles,
    liveCalls: taken[0].liveCalls,
    liveBytes: taken[0].live,
  });
}

/** Time from a key to the next frame drawn, on the page where most hangs on the checkpoint. */
async function interaction(name) {
  const context = await browser.newContext({ viewport: sizes.desktop });
  const page = await context.newPage();
  try {
    await open(page, server.url, `#/${name}?run=${shown.name}`);
    await page.evaluate(() => {
      globalThis.taken = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.name === 'keydown') globalThis.taken.push(entry.duration);
      }).observe({ type: 'event', durationThreshold: 16, buffered: false });
    });
    await page.getByRole('slider', { name: 'Checkpoint' }).focus();
    const keys = 60;
    for (let index = 0; index < keys; index++) {
      await page.keyboard.press(index < keys / 2 ? 'ArrowLeft' : 'ArrowRight');
      await page.waitForTimeout(40);
    }
    await settled(page);
    const slow = (await page.evaluate(() => globalThis.taken)).sort((a, b) => a - b);
    // What is under 16 ms has no entry of its own.
    const all = [...Array.from({ length: Math.max(0, keys - slow.length) }, () => 16), ...slow];
    return { page: name, keys, medianMs: median(all), p95Ms: all[Math.floor(all.length * 0.95)] ?? null };
  } finally {
    await context.close();
  }
}

const interactions = [];
for (const name of ['trajectory', 'checkpoint', 'residual', 'heads']) interactions.push(await interaction(name));

/** One residual sweep of a program that was not asked before, over HTTP: what a person waits for after typing a program. */
async function sweeps(run) {
  const taken = { logits: [], residual: [], heads: [] };
  for (let seed = 1; seed <= 8; seed++) {
    const random = await (
      await fetch(`${server.url}api/program/random`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ run: run.name, seed }) })
    ).json();
    for (const part of Object.keys(taken)) {
      const start = performance.now();
      const answer = await fetch(`${server.url}api/runs/${run.name}/checkpoints/${run.lastStored}/live`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ program: random.text, source: random.source, parts: [part] }),
      });
      if (!answer.ok) throw new Error(`${run.name}: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
      // The first call reads the checkpoint.
      if (seed > 1) taken[part].push(performance.now() - start);
    }
  }
  return Object.fromEntries(
    Object.entries(taken).map(([part, values]) => [part, { medianMs: round(median(values), 1), slowestMs: round(Math.max(...values), 1), n: values.length }]),
  );
}

const bySize = [];
const seen = new Set();
for (const run of site.runs) {
  const size = `${run.layers} ${run.heads} ${run.width} ${run.lines}`;
  if (seen.has(size) || run.checkpoints === 0) continue;
  seen.add(size);
  const detail = await (await fetch(`${server.url}data/runs/${run.name}/run.json`)).json();
  bySize.push({
    run: run.name,
    parameters: run.parameters,
    layers: run.layers,
    heads: run.heads,
    width: run.width,
    lines: run.lines,
    tokens: 4 * run.lines + 3,
    ...(await sweeps({ name: run.name, lastStored: detail.checkpoints.at(-1).step })),
  });
}

const story = await measureStory(browser, server.url);
await server.stop();
const engine = await measureEngine(browser);
await browser.close();

const result = {
  format: 1,
  what: 'The pages in headless Chromium over the real server on the same machine; medians of 3 loads, each in a fresh browser context.',
  run: shown.name,
  browser: browser.version(),
  processors: cpus().length,
  processor: cpus()[0]?.model ?? 'unknown',
  load: round(Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]), 1),
  pages: perPage,
  interactions,
  story,
  sweeps: bySize,
  engine,
};
writeFileSync(join(root, 'bench/web-results.json'), `${JSON.stringify(result, null, 2)}\n`);
console.table(perPage.map(({ page, firstPaintMs, lastResourceMs, scriptBytes, dataBytes, liveCalls }) => ({ page, firstPaintMs, lastResourceMs, scriptBytes, dataBytes, liveCalls })));
console.table(interactions);
console.table(story);
console.table(engine.runs.map(({ run, firstAnswerColdMs, forwardPassMs, warm }) => ({ run, coldMs: firstAnswerColdMs.join(' '), forwardPassMs, residualMs: warm.residual.medianMs, headsMs: warm.heads.medianMs })));
console.table(bySize.map(({ run, parameters, residual, heads }) => ({ run, parameters, residualMs: residual.medianMs, headsMs: heads.medianMs })));
