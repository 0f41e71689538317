/** `bindscope export`: the same pages from a folder, in a sub-folder of a plain file server that answers GET and nothing else. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, pages, root, run, runs, scratch, tab } from './harness.mjs';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
const place = scratch();
const site = join(place.folder, 'site');
let host;
let browser;
let url;
const asked = [];

before(async () => {
  const made = spawnSync(process.env.BINDSCOPE ?? join(root, 'bindscope'), ['export', '--out', site, '--runs', runs], { cwd: root, encoding: 'utf8', env: { ...process.env, OMP_NUM_THREADS: '1' } });
  assert.equal(made.status, 0, made.stdout + made.stderr);
  host = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    asked.push(`${request.method} ${path}`);
    const inside = normalize(path).replace(/^\/some\/folder\//, '');
    const file = join(site, inside === '' || path === '/some/folder/' ? 'index.html' : inside);
    try {
      if (request.method !== 'GET' || !path.startsWith('/some/folder/') || !statSync(file).isFile()) throw new Error('not here');
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => host.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${host.address().port}/some/folder/`;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  host?.close();
  host?.closeAllConnections();
  place.remove();
});

for (const name of pages) {
  test(`${name} is complete in an exported folder, at the last checkpoint and at the first`, async () => {
    const { page, context, problems } = await tab(browser);
    try {
      for (const step of ['', '&step=0']) {
        await open(page, url, `#/${name}?run=${run}${step}`);
        assert.deepEqual(problems, []);
        const states = await page.locator('main figure').evaluateAll((all) => all.map((one) => `${one.id}: ${one.dataset.state}`));
        assert.deepEqual(states.filter((state) => /error|idle|loading|stale/.test(state)), []);
        // The report's figures are pictures of its own.
        const drawn = name === 'report' ? states.length > 0 : states.some((state) => state.endsWith(': ready'));
        if (name !== 'glossary') assert.ok(drawn, `no figure is drawn: ${states.join(', ')}`);
      }
    } finally {
      await context.close();
    }
  });
}

test('an exported page asks for files only, and says what needs a server', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, url, `#/residual?run=${run}&program=a=1,b=a,c=2,d=3,e=4,f=5,?b`);
    assert.ok((await page.locator('figure[data-state="needs server"]').count()) > 0, 'a program of one’s own cannot be run without a server');
    assert.match(await page.locator('figure[data-state="needs server"]').first().innerText(), /needs a server/i);
    assert.deepEqual(asked.filter((one) => !one.startsWith('GET ') || one.includes('/api/')), []);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});
