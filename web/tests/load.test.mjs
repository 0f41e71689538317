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

/** Resident memory of the server and its children, in MiB: the launcher's own process may only wait for the program. */
function resident(pid) {
  const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean);
  return children.reduce((sum, child) => sum + resident(Number(child)), own);
}

test('200 quick scrubs leave the page and the server responsive, with flat memory', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, server.url, `#/residual?run=${run}`);
    const session = await context.newCDPSession(page);
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
    };
    const slider = page.getByRole('slider', { name: 'Checkpoint' });
    await slider.focus();
    const scrub = async (count) => {
      for (let index = 0; index < count; index++) await page.keyboard.press(Math.floor(index / 8) % 2 === 0 ? 'ArrowLeft' : 'ArrowRight');
      await settled(page);
    };
    await scrub(40);
    const [heapBefore, residentBefore] = [await heap(), resident(server.pid)];
    await scrub(200);
    const [heapAfter, residentAfter] = [await heap(), resident(server.pid)];
    const start = Date.now();
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelector('[role="slider"][aria-label="Checkpoint"]')?.getAttribute('aria-valuenow') !== null);
    assert.ok(Date.now() - start < 1_000, 'a key is answered within a second');
    const asked = Date.now();
    assert.equal((await fetch(`${server.url}data/site.json`)).status, 200);
    assert.ok(Date.now() - asked < 2_000, 'the server answers within two seconds');
    assert.ok(heapAfter - heapBefore < 24, `the page's heap grew from ${heapBefore.toFixed(1)} to ${heapAfter.toFixed(1)} MiB`);
    assert.ok(residentAfter - residentBefore < 150, `the server grew from ${residentBefore.toFixed(0)} to ${residentAfter.toFixed(0)} MiB`);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});

test('50 sweeps at once are answered or refused politely, and leave the server responsive with flat memory', async () => {
  const post = (path, body) => fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const { checkpoints } = await (await fetch(`${server.url}data/runs/${run}/run.json`)).json();
  const step = checkpoints.at(-1).step;
  const volley = async (from) => {
    const programs = await Promise.all(Array.from({ length: 50 }, async (_, index) => (await post('api/program/random', { run, seed: from + index })).json()));
    const answers = await Promise.all(
      programs.map(async ({ text, source }) => {
        const answer = await post(`api/runs/${run}/checkpoints/${step}/live`, { program: text, source, parts: ['residual'] });
        const body = await answer.json();
        return { status: answer.status, retry: answer.headers.get('retry-after'), type: answer.headers.get('content-type'), body };
      }),
    );
    for (const answer of answers) {
      assert.ok([200, 503, 504].includes(answer.status), `status ${answer.status}`);
      if (answer.status === 200) assert.equal(answer.body.residual.cells.length, answer.body.residual.layers * answer.body.residual.tokens.length);
      else assert.match(answer.type, /problem\+json/);
      if (answer.status === 503) assert.ok(Number(answer.retry) > 0, 'says when to come again');
    }
    return answers.filter((answer) => answer.status === 200).length;
  };
  assert.ok((await volley(1_000)) > 0);
  const before = resident(server.pid);
  const answered = (await volley(2_000)) + (await volley(3_000));
  assert.ok(answered > 0);
  const growth = resident(server.pid) - before;
  assert.ok(growth < 150, `the server grew by ${growth.toFixed(0)} MiB over 100 sweeps`);
  const asked = Date.now();
  assert.equal((await fetch(`${server.url}data/site.json`)).status, 200);
  assert.ok(Date.now() - asked < 2_000);
});

test('a playing page keeps up with its frames', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, server.url, `#/trajectory?run=${run}&step=0`);
    const gaps = await page.evaluate(async () => {
      document.querySelector('[aria-label="Play through the checkpoints"]').click();
      const times = [];
      let last = performance.now();
      const end = last + 2_500;
      while (last < end) {
        await new Promise((done) => requestAnimationFrame(done));
        const now = performance.now();
        times.push(now - last);
        last = now;
      }
      return times.sort((a, b) => a - b);
    });
    const late = gaps[Math.floor(gaps.length * 0.95)];
    assert.ok(late < 250, `one frame in twenty takes ${late.toFixed(0)} ms or more`);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});
