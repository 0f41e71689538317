import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, placeOf, run, serve, settled, tab } from './harness.mjs';

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
    await body(page, context);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

const hash = (page) => page.evaluate(() => location.hash);
const value = (page) => page.getByRole('slider', { name: 'Checkpoint' }).getAttribute('aria-valuenow').then(Number);

/** Waits for the address, which follows the state when things have come to rest. */
async function addressSays(page, pattern) {
  await page.waitForFunction((source) => new RegExp(source).test(location.hash), pattern.source, { timeout: 5_000 });
}

test('the state survives a reload, and a link opened elsewhere shows the same', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/residual?run=${run}&axis=linear`);
    await page.getByRole('slider', { name: 'Checkpoint' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowRight');
    await addressSays(page, /pin=\d+.*$/);
    await page.waitForTimeout(400);
    const before = { hash: await hash(page), step: await value(page), title: await page.title() };
    const pin = /pin=(\d+)/.exec(before.hash)?.[1];
    assert.ok(pin && Number(pin) < before.step, `${before.hash}: the pinned checkpoint lies before the shown one`);
    await page.reload();
    await settled(page);
    assert.deepEqual({ hash: await hash(page), step: await value(page), title: await page.title() }, before);
    await inTab({ theme: 'dark' }, async (other) => {
      await open(other, server.url, before.hash);
      assert.equal(await value(other), before.step);
      assert.equal(await other.title(), before.title);
      assert.ok(await other.getByRole('button', { name: /pinned/ }).isVisible());
    });
  });
});

test('back and forward go through what was committed', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/overview?run=${run}`);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Training trajectory' }).click();
    await settled(page);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Residual patching' }).click();
    await settled(page);
    await page.goBack();
    await settled(page);
    assert.match(await page.title(), /^Training trajectory/);
    await page.goBack();
    await settled(page);
    assert.match(await page.title(), /^Overview/);
    await page.goForward();
    await settled(page);
    assert.match(await page.title(), /^Training trajectory/);
  });
});

test('the scrubber follows the arrow keys, one checkpoint and ten, and is announced', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/trajectory?run=${run}`);
    const { checkpoints } = await (await fetch(`${server.url}data/runs/${run}/run.json`)).json();
    const steps = checkpoints.map((one) => one.step);
    const slider = page.getByRole('slider', { name: 'Checkpoint' });
    await slider.focus();
    await page.keyboard.press('Home');
    assert.equal(await value(page), steps[0]);
    await page.keyboard.press('ArrowRight');
    assert.equal(await value(page), steps[1]);
    await page.keyboard.press('Shift+ArrowRight');
    assert.equal(await value(page), steps[Math.min(11, steps.length - 1)]);
    await page.keyboard.press('End');
    assert.equal(await value(page), steps.at(-1));
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /step .* test accuracy/);
    // The same keys work anywhere on the page where nothing else takes them.
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await value(page), steps.at(-2));
    await page.keyboard.press('p');
    assert.ok(await page.getByRole('button', { name: 'Stop playing' }).isVisible());
    await page.keyboard.press('Escape');
    assert.ok(await page.getByRole('button', { name: 'Play through the checkpoints' }).isVisible());
  });
});

test('a program is typed with the keyboard; mistakes are named by line and column', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/residual?run=${run}`);
    const { base } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    const lines = base.split('\n').length - 1;
    const text = ['a=4', 'b=a', ...Array.from({ length: lines - 2 }, (_, index) => `${'cdefghijklmnopqrst'[index]}=${index % 10}`), '#b:'];
    await page.keyboard.press('e');
    const input = page.getByLabel('program', { exact: true });
    await input.waitFor();
    await input.fill(text.join(' ').replace('b=a', 'b=z'));
    await page.getByText(/line 2, column 3/).waitFor();
    assert.equal(await page.getByRole('button', { name: 'use it' }).isDisabled(), true);
    await input.fill(text.join(' '));
    await page.keyboard.press('Enter');
    await addressSays(page, /program=a=4,b=a/);
    await settled(page);
    await page.reload();
    await settled(page);
    assert.match(await page.getByRole('region', { name: 'Program' }).innerText(), /a=4/);
    await page.goBack();
    await settled(page);
    assert.doesNotMatch(await hash(page), /program=/);
  });
});

test('the residual map is walked and chosen with the keyboard', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/residual?run=${run}`);
    const map = page.locator('[aria-roledescription="heat map"]').first();
    await map.waitFor();
    await map.focus();
    const before = await hash(page);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.locator('.tip').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction((old) => location.hash !== old, before, { timeout: 5_000 });
    const after = await hash(page);
    await page.reload();
    await settled(page);
    assert.equal(await hash(page), after);
  });
});

test('? lists the keys and Escape closes the list', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/overview?run=${run}`);
    await page.keyboard.press('?');
    assert.ok(await page.getByRole('dialog', { name: 'Keys' }).isVisible());
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('dialog', { name: 'Keys' }).isVisible(), false);
  });
});

test('on a phone the pages are reached through the menu', async () => {
  await inTab({ size: 'phone' }, async (page) => {
    await open(page, server.url, `#/overview?run=${run}`);
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('dialog', { name: 'Pages' }).getByRole('link', { name: 'Glossary' }).click();
    await settled(page);
    assert.match(await page.title(), /^Glossary/);
    assert.equal(await page.getByRole('dialog', { name: 'Pages' }).isVisible(), false);
  });
});

test('the tour leads from its first step to its last with the keyboard alone', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/overview?run=${run}`);
    await page.getByRole('button', { name: 'Take the guided tour' }).focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Guided tour' });
    await panel.waitFor();
    const count = Number(/of (\d+)/.exec(await panel.innerText())?.[1]);
    assert.ok(count >= 8, 'the tour has steps');
    const seen = new Set();
    for (let step = 1; step <= count; step++) {
      await addressSays(page, new RegExp(`tour=${step}(&|$)`));
      await settled(page);
      const text = await panel.innerText();
      assert.match(text, new RegExp(`${step} of ${count}`));
      assert.doesNotMatch(text, /undefined|NaN|null/);
      seen.add(await page.title());
      await page.keyboard.press('n');
    }
    await panel.waitFor({ state: 'detached' });
    assert.equal(seen.size, count, 'every step is on a page of its own');
    assert.doesNotMatch(await hash(page), /tour=/);
  });
});

test('a token of the program graph’s text is clicked and typed over; the execution is stepped through', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/program?run=${run}&program=k=2,j=k,t=8,w=j,?w`);
    const digit = await page.locator('.sheet pre .line').nth(2).locator('span').nth(2).boundingBox();
    await page.mouse.click(digit.x + digit.width * 0.8, digit.y + digit.height / 2);
    await page.keyboard.type('5');
    await addressSays(page, /program=k=2,j=k,t=5,w=j,\?w/);
    const steps = page.getByRole('slider', { name: 'line that has just run' });
    await steps.focus();
    await page.keyboard.press('Home');
    for (let line = 0; line < 3; line++) await page.keyboard.press('ArrowRight');
    assert.match(await page.locator('.sentence').innerText(), /Line 3: t gets the digit 5/);
    await addressSays(page, /line=3/);
    // What does not run is said with its place, and the last program stays.
    await page.locator('.sheet textarea').fill('a=1\nb=c\n#b:');
    await page.getByRole('button', { name: 'line 2, column 3: c is not bound above' }).waitFor();
    assert.match(await hash(page), /program=k=2,j=k,t=5/);
  });
});

test('the bars under the residual map are the patch that the server computes', async () => {
  await inTab({}, async (page) => {
    const program = 'k=2,j=k,t=8,w=j,?w';
    await open(page, server.url, `#/residual?run=${run}&program=${program}&source=${program.replace('k=2', 'k=7')}&cell=1.2`);
    const shown = await page.locator('#residual-map svg[aria-label^="Probabilities of the ten digits with this patch"]').getAttribute('aria-label');
    const step = Number(await value(page));
    const text = program.replaceAll(',', '\n').replace('?w', '#w:');
    const answer = await fetch(`${server.url}api/runs/${run}/checkpoints/${step}/patch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ program: text, source: text.replace('k=2', 'k=7'), interventions: [{ kind: 'patch', where: placeOf('residual.in:1', 2) }] }),
    }).then((response) => response.json());
    const raised = answer.patched.map((logit) => Math.exp(logit - Math.max(...answer.patched)));
    const sum = raised.reduce((a, b) => a + b, 0);
    for (const [digit, one] of raised.entries()) {
      const said = new RegExp(`[:,] ${digit} <?([\\d.]+)\\s%`, 'u').exec(shown)?.[1];
      assert.ok(Math.abs(Number(said) - (100 * one) / sum) < 0.11, `digit ${digit}: ${said} on the page in "${shown}", ${(100 * one) / sum} by the server`);
    }
  });
});

test('a head is chosen and named, and a link carries both', async () => {
  await inTab({}, async (page, context) => {
    await open(page, server.url, `#/heads?run=${run}`);
    await page.getByRole('button', { name: /^Head 2\.1/ }).first().click();
    const field = page.locator('#attention input.name');
    await field.fill('carries; the: digit');
    await field.press('Enter');
    await field.blur();
    await addressSays(page, /head=2\.1/);
    await addressSays(page, /names=/);
    const other = await context.newPage();
    await open(other, server.url, await hash(page));
    assert.equal(await other.locator('#attention h3').textContent(), 'What head 2.1 (carries  the  digit) looks at');
    await other.close();
  });
});
