/** An exported reference run on a plain file server in a sub-folder: programs of one's own are answered, patched and mapped in the page itself. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { exportSite, host, launch, open, said, scratch, settled, tab } from './harness.mjs';

const place = scratch();
const site = join(place.folder, 'site');
const run = 'demo-1';
const weights = `data/runs/${run}/weights.json`;
let plain;
let browser;

before(async () => {
  exportSite(site, '--runs', 'reference', '--run', run);
  plain = await host(site);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  plain?.stop();
  place.remove();
});

const figure = (page, id) => page.locator(`figure#${id}`);
const badge = (page, id) => figure(page, id).locator('.badge').innerText();

/** Types a program into the bar, as a person does. */
async function type(page, text) {
  await page.getByRole('region', { name: 'Program' }).getByRole('button', { name: 'edit', exact: true }).click();
  await page.locator('#program-input').fill(text);
  await page.keyboard.press('Enter');
  await settled(page);
}

for (const width of [390, 1440]) {
  test(`a program that is typed is answered and patched in the page, ${width} px`, async () => {
    const { page, context, problems } = await tab(browser, { viewport: { width, height: 900 } });
    try {
      const from = plain.asked.length;
      await open(page, plain.url, `#/program?run=${run}`);
      assert.equal(await badge(page, 'answers'), 'precomputed');
      await type(page, 'd=4 k=2 j=k a=j e=7 b=d #j:');
      assert.equal(await badge(page, 'answers'), 'live (in this page)');
      assert.match(await figure(page, 'answers').innerText(), /Program: it says 2, which is right/);

      await page.goto(page.url().replace('#/program', '#/residual'));
      await settled(page);
      const [, other] = await said(figure(page, 'residual-map'), /the program answers 2, its counterfactual ([013-9]); largest rise [\d.]+ logits/);
      assert.equal(await badge(page, 'residual-map'), 'live (in this page)');
      // Layer 1, the root's right-hand side: the whole counterfactual is in that one vector, so the answer is the counterfactual's.
      await page.goto(`${page.url()}&cell=1.6`);
      await settled(page);
      await said(figure(page, 'residual-map'), /Entering layer 1, .*line 2, right-hand side, the root of the chain/);
      await said(figure(page, 'residual-map'), new RegExp(`the model now answers ${other}`));
      assert.ok(await figure(page, 'residual-map').getByLabel('Probabilities of the ten digits with this patch').isVisible());
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0, 'nothing sticks out');

      for (const [name, ids] of [['heads', ['attention', 'head-map']], ['logits', ['lens-map', 'lens-token', 'logits-training']]]) {
        await page.goto(page.url().replace(/#\/\w+/, `#/${name}`));
        await settled(page);
        for (const id of ids) {
          assert.equal(await figure(page, id).getAttribute('data-state'), 'ready', id);
          assert.equal(await badge(page, id), 'live (in this page)', id);
        }
      }
      const asked = plain.asked.slice(from);
      assert.deepEqual(asked.filter((one) => !one.startsWith('GET ') || one.includes('/api/')), []);
      assert.ok(asked.some((one) => one.endsWith('.wasm')) && asked.some((one) => one.endsWith('weights.safetensors')));
      assert.deepEqual(problems, []);
    } finally {
      await context.close();
    }
  });
}

async function refused(words, { instead = {}, script = null, expected = 0 } = {}) {
  const other = await host(site, instead);
  const { page, context, problems } = await tab(browser);
  try {
    if (script) await page.addInitScript(script);
    await open(page, other.url, `#/program?run=${run}`);
    assert.equal(await figure(page, 'answers').getAttribute('data-state'), 'ready', 'what is stored is shown');
    await open(page, other.url, `#/residual?run=${run}&program=d=4,k=2,j=k,a=j,e=7,b=d,?j`);
    assert.equal(await figure(page, 'residual-map').getAttribute('data-state'), 'needs server');
    assert.match(await figure(page, 'residual-map').innerText(), words);
    await page.getByRole('button', { name: 'show the example program' }).click();
    await settled(page);
    assert.equal(await figure(page, 'residual-map').getAttribute('data-state'), 'ready', 'what is stored stays');
    assert.equal(problems.length, expected, problems.join('\n'));
  } finally {
    await context.close();
    other.stop();
  }
}

test('a browser without vectors says so, and shows what is stored', () =>
  refused(/This browser has no WebAssembly with vectors/, { script: () => { WebAssembly.validate = () => false; } }));

test('weights that are not there are named, and what is stored is shown', () =>
  refused(/written without weights\.safetensors/, { instead: { [`data/runs/${run}/checkpoints/005000/weights.safetensors`]: null } }));

test('an engine that answers otherwise than the run’s stored answer is not believed', () => {
  const stored = JSON.parse(readFileSync(join(site, weights), 'utf8'));
  stored.checkpoints.at(-1).logits[3] += 0.01;
  return refused(/computes another answer than the one that is stored for step 5000/, { instead: { [weights]: JSON.stringify(stored) } });
});

test('a page that is opened as a file says how to serve it', async () => {
  const { page, context } = await tab(browser);
  try {
    await page.goto(pathToFileURL(join(site, 'index.html')).href);
    const text = await page.locator('#app').innerText();
    assert.match(text, /needs a web server/);
    assert.ok(text.includes(`python3 -m http.server 8000 --bind 127.0.0.1 --directory '${site}'`), text);
  } finally {
    await context.close();
  }
});
