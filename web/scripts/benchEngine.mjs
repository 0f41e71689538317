/**
 * Measures the engine in the page (web/engine) in an exported folder of reference runs on a plain file server: the first answer to a program of
 * one's own with nothing kept by the browser, then the engine's own answers one after the other, and what its files weigh. Called by bench.mjs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { exportSite, host, root, scratch, settled, sizes } from '../tests/harness.mjs';

/** A run of each size, a program of its task, and its counterfactual. */
const asked = [
  { run: 'demo-1', preset: 'quick', program: 'd=4\nk=2\nj=k\na=j\ne=7\nb=d\n#j:', source: 'd=4\nk=3\nj=k\na=j\ne=7\nb=d\n#j:' },
  {
    run: 'small-lm-256',
    preset: 'small-lm',
    program: 'k=2\nj=k\na=4\nb=a\nc=5\nd=c\ne=d\nf=6\ng=f\nh=g\ni=h\nl=8\nm=l\nn=9\no=n\np=1\n#e:',
    source: 'k=2\nj=k\na=4\nb=a\nc=7\nd=c\ne=d\nf=6\ng=f\nh=g\ni=h\nl=8\nm=l\nn=9\no=n\np=1\n#e:',
  },
];
const parts = ['logits', 'residual', 'heads', 'mlp', 'lens', 'attention'];
const round = (value, digits = 1) => Number(value.toFixed(digits));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Keeps the page's worker and the place that it was last asked about, so that more can be asked of it. */
function remember() {
  const Native = globalThis.Worker;
  globalThis.Worker = class extends Native {
    constructor(...options) {
      super(...options);
      globalThis.engine = this;
    }

    postMessage(message) {
      if (message.place) globalThis.place = message.place;
      super.postMessage(message);
    }
  };
}

/** In the page: milliseconds of twelve equal questions to the worker, each after the answer to the last. */
async function ask(question) {
  const taken = [];
  globalThis.asked ??= 1_000_000;
  for (let times = 0; times < 12; times++) {
    const id = globalThis.asked++;
    const start = performance.now();
    const answer = new Promise((done) => globalThis.engine.addEventListener('message', ({ data }) => data.id === id && done(data)));
    globalThis.engine.postMessage({ id, place: globalThis.place, question });
    const { failure } = await answer;
    if (failure) throw new Error(failure);
    taken.push(performance.now() - start);
  }
  return taken;
}

async function inFolder(browser, url, { run, preset, program, source }) {
  const cold = [];
  let warm = {};
  for (let repeat = 0; repeat < 3; repeat++) {
    const context = await browser.newContext({ viewport: sizes.desktop });
    const page = await context.newPage();
    await page.addInitScript(remember);
    const text = program.replace(/#(.):$/, '?$1').split('\n').join(',');
    await page.goto(`${url}#/program?run=${run}&program=${text}`);
    await page.waitForSelector('figure#answers[data-state="ready"]');
    // The time of the page itself, from the beginning of its navigation.
    cold.push(await page.evaluate(() => performance.now()));
    if (repeat === 0) {
      await settled(page);
      for (const part of parts) {
        const rest = (await page.evaluate(ask, { kind: 'program', program, source, parts: [part] })).slice(2);
        warm = { ...warm, [part]: { medianMs: round(median(rest)), fastestMs: round(Math.min(...rest)), n: rest.length } };
      }
    }
    await context.close();
  }
  // `logits` are two forward passes, the program's and its counterfactual's.
  return { run, preset, tokens: program.length, firstAnswerColdMs: cold.map((one) => round(one, 0)), forwardPassMs: round(warm.logits.fastestMs / 2, 2), warm };
}

export async function measureEngine(browser) {
  const place = scratch();
  const site = join(place.folder, 'site');
  exportSite(site, '--runs', 'reference', ...asked.flatMap(({ run }) => ['--run', run]));
  const plain = await host(site);
  try {
    const runs = [];
    for (const one of asked) runs.push(await inFolder(browser, plain.url, one));
    const assets = join(root, 'web/dist/assets');
    const files = readdirSync(assets).filter((file) => /^(?:worker|client|engine)-.*\.(?:js|wasm)$/u.test(file)).map((file) => readFileSync(join(assets, file)));
    const total = (size) => files.reduce((sum, file) => sum + size(file), 0);
    return { load: round(loadavg()[0]), bytes: total((file) => file.length), gzipBytes: total((file) => gzipSync(file).length), brotliBytes: total((file) => brotliCompressSync(file).length), runs };
  } finally {
    plain.stop();
    place.remove();
  }
}
