/** `bindscope export`: the same pages from a folder, in a sub-folder of a plain file server that answers GET and nothing else. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exportSite, host, launch, open, pages, run, runs, scratch, tab } from './harness.mjs';

const place = scratch();
let plain;
let browser;
let url;

before(async () => {
  exportSite(join(place.folder, 'site'), '--runs', runs, '--no-weights');
  plain = await host(join(place.folder, 'site'));
  url = plain.url;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  plain?.stop();
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

test('a page that was exported without weights asks for files only, and says what needs a server', async () => {
  const { page, context, problems } = await tab(browser);
  try {
    await open(page, url, `#/residual?run=${run}&program=a=1,b=a,c=2,d=3,e=4,f=5,?b`);
    assert.ok((await page.locator('figure[data-state="needs server"]').count()) > 0, 'a program of one’s own cannot be run without a server');
    assert.match(await page.locator('figure[data-state="needs server"]').first().innerText(), /needs a server/i);
    assert.deepEqual(plain.asked.filter((one) => !one.startsWith('GET ') || one.includes('/api/')), []);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
});
