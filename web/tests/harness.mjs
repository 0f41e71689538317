/**
 * One server over real runs and one browser, for all tests of a file. The runs' folder and the address of a server can be given:
 * BINDSCOPE_RUNS (a folder with the run that build/web-run made), CHROMIUM (the browser's program).
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer as createHost } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const runs = process.env.BINDSCOPE_RUNS ?? join(root, 'artifacts/web-runs');
/** The run that the tests look at. */
export const run = process.env.BINDSCOPE_RUN ?? 'tiny-1';

/** The reference run that the tests of finished models look at, its last checkpoint, and one on its way. */
export const known = (() => {
  const run = 'small-lm-256';
  const steps = readdirSync(join(root, 'reference', run, 'checkpoints')).map(Number).sort((a, b) => a - b);
  return { run, last: steps.at(-1), middle: steps.at(-2) };
})();

export const pages = [
  'overview', 'trajectory', 'program', 'programs', 'checkpoint', 'statistics', 'compare', 'logits', 'residual', 'heads', 'circuit', 'development', 'subspaces',
  'generalisation', 'calibration', 'report', 'glossary',
];

export const sizes = { desktop: { width: 1360, height: 900 }, phone: { width: 390, height: 844 } };

const browsers = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function browserPath() {
  const found = browsers.find((path) => path && existsSync(path));
  assert.ok(found, 'no Chromium: apt-get install chromium, or name one in CHROMIUM');
  return found;
}

export async function launch() {
  return chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

async function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** `./bindscope serve` over a folder of runs. */
export async function serve(folder = runs) {
  const port = await freePort();
  const program = process.env.BINDSCOPE ?? join(root, 'bindscope');
  const child = spawn(program, ['serve', '--runs', folder, '--port', String(port), '--no-browser'], {
    cwd: root,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (said += data));
  const url = `http://127.0.0.1:${port}/`;
  const until = Date.now() + 300_000; // The command may build itself first.
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said}`);
    const answer = await fetch(`${url}data/site.json`).catch(() => null);
    if (answer?.ok) break;
    if (Date.now() > until) {
      child.kill();
      throw new Error(`the server did not answer: ${said}`);
    }
    await new Promise((done) => setTimeout(done, 150));
  }
  return {
    url,
    pid: child.pid,
    async stop() {
      if (child.exitCode !== null) return;
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 8_000);
      await gone;
      clearTimeout(timer);
    },
  };
}

const types = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
};

/**
 * A plain file server over a folder, in a sub-folder of its own address; it answers GET and nothing else. `asked` lists what it was asked for,
 * `instead` gives other answers for some paths of the folder: bytes, or null for 404.
 */
export async function host(folder, instead = {}) {
  const asked = [];
  const place = '/some/folder/';
  const server = createHost((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    asked.push(`${request.method} ${path}`);
    const inside = path === place ? 'index.html' : normalize(path).replace(place, '');
    const file = join(folder, inside);
    try {
      if (request.method !== 'GET' || !path.startsWith(place)) throw new Error('not here');
      const body = inside in instead ? instead[inside] : statSync(file).isFile() ? readFileSync(file) : null;
      if (body === null) throw new Error('not here');
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}${place}`,
    asked,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** `./bindscope export` of some runs into a folder. */
export function exportSite(target, ...options) {
  const program = process.env.BINDSCOPE ?? join(root, 'bindscope');
  const made = spawnSync(program, ['export', '--out', target, ...options], { cwd: root, encoding: 'utf8', env: { ...process.env, OMP_NUM_THREADS: '1' } });
  assert.equal(made.status, 0, made.stdout + made.stderr);
}

/** A tab that remembers whatever went wrong in it. */
export async function tab(browser, { theme = 'light', size = 'desktop', ...rest } = {}) {
  const context = await browser.newContext({ viewport: sizes[size], colorScheme: theme, reducedMotion: 'reduce', acceptDownloads: true, ...rest });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    // A file that was not computed is an answer, and the page says so; the browser writes it to its console as well.
    // And advice about the canvas that the tests themselves read is none about the page.
    if (/status of 404|willReadFrequently/.test(message.text())) return;
    problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (['http:', 'https:'].includes(address.protocol) && address.hostname !== '127.0.0.1') problems.push(`request to another host: ${request.url()}`);
  });
  return { page, context, problems };
}

/** Opens a page of the site and waits until its figures have come to rest. */
export async function open(page, url, hash) {
  await page.goto(url + hash);
  await settled(page);
}

export async function settled(page, timeout = 60_000) {
  await page.waitForSelector('main h1', { timeout });
  // The page of the address is shown, not still the one before, and none of its figures waits.
  const rests = () => {
    const wanted = /^#\/([\w-]+)/.exec(location.hash)?.[1];
    const main = document.querySelector('main');
    if (wanted !== undefined && main.dataset.page !== undefined && main.dataset.page !== wanted) return false;
    return !document.querySelector('figure[data-state="loading"], figure[data-state="stale"]');
  };
  await page.waitForFunction(rests, undefined, { timeout });
  await page.waitForTimeout(120);
  await page.waitForFunction(rests, undefined, { timeout });
}

/** What a figure says when it says it; fails with what it says instead. */
export async function said(locator, wanted, timeout = 30_000) {
  for (const until = Date.now() + timeout; ; await new Promise((done) => setTimeout(done, 100))) {
    const found = wanted.exec(await locator.innerText());
    if (found !== null) return found;
    if (Date.now() > until) assert.match(await locator.innerText(), wanted);
  }
}

/** A place of one program's forward pass, as docs/interventions.md writes it. */
export const placeOf = (site, position, ...heads) => {
  const [kind, layer] = site.split(':');
  return { kind, layers: layer === undefined ? [] : [Number(layer)], positions: { kind: 'same', positions: [position] }, heads };
};

export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'bindscope-web-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
