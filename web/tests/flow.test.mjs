/** The flow picture on the first screen, the model's answer beside the program, and the patched answer, over reference runs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { known, launch, open, placeOf, root, said, serve, settled, tab } from './harness.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { run, last, middle } = known;
let server;
let browser;

before(async () => {
  server = await serve(join(root, 'reference'));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function inTab(options, body) {
  const { page, context, problems } = await tab(browser, { bypassCSP: true, viewport: { width: 1440, height: 900 }, ...options });
  try {
    await body(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

async function post(path, body) {
  const answer = await fetch(`${server.url}api/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

const probabilities = (logits) => {
  const raised = logits.map((one) => Math.exp(one - Math.max(...logits)));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((one) => one / sum);
};

const digitsAt = (page) => page.locator('#flow g.digit circle').evaluateAll((all) => all.map((one) => `${one.getAttribute('cx')} ${one.getAttribute('cy')}`).join());

/** Where the colon is, and the head below the last layer that brings most of the other digit there. */
async function strongest() {
  const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
  const { heads, residual } = await post(`runs/${run}/checkpoints/${last}/live`, { program: base, source, parts: ['heads', 'residual'] });
  const colon = residual.tokens.length - 1;
  const all = heads.change.slice(0, -1).flatMap((layer, i) => layer.map((tokens, j) => ({ layer: i + 1, head: j + 1, change: tokens[colon] })));
  return { colon, ...all.reduce((best, one) => (one.change > best.change ? one : best)) };
}

test('the first screen shows the way of the digit, nothing at the start of training, and it is the patching’s', async () => {
  await inTab({}, async (page) => {
    await page.addInitScript(() => {
      globalThis.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await open(page, server.url, `#/overview?run=${run}`);
    const shifted = await page.evaluate(() => globalThis.shifted);
    assert.ok(shifted < 0.1, `the page moved by ${shifted.toFixed(3)}`);
    const picture = await page.locator('#flow svg[role="application"]').boundingBox();
    assert.ok(picture.y + picture.height < 900, `the picture ends at ${picture.y + picture.height}`);
    const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    const { heads, residual } = await post(`runs/${run}/checkpoints/${last}/live`, { program: base, source, parts: ['heads', 'residual'] });
    const [, layer, head, effect] = await said(page.locator('#flow figcaption'), /head (\d)\.(\d) brings it to the colon \((\d+\.\d) logits\)/);
    const colon = residual.tokens.length - 1;
    const all = heads.change[layer - 1].map((tokens) => tokens[colon]);
    // A curve's number is of all heads of the layer that bring it from the same token.
    assert.ok(all[head - 1] > 0 && Number(effect) <= all.reduce((sum, one) => sum + Math.max(0, one), 0) + 0.05, `${effect} of ${all}`);
    assert.ok((await page.locator('#flow g.digit').count()) >= 7);
    await page.getByRole('slider', { name: 'Checkpoint' }).focus();
    await page.keyboard.press('Home');
    await said(page.locator('#flow figcaption'), /Nothing here carries the digit/);
    await settled(page);
    assert.equal(await page.locator('#flow g.digit').count(), 0);
  });
});

test('the flow figure waits while nothing is known yet, and is never called empty on its way', async () => {
  await inTab({}, async (page) => {
    await page.addInitScript(() => {
      globalThis.states = [];
      new MutationObserver(() => {
        const state = document.querySelector('figure#flow')?.dataset.state;
        if (state !== undefined && globalThis.states.at(-1) !== state) globalThis.states.push(state);
      }).observe(document, { subtree: true, childList: true, attributes: true });
    });
    // Each answer comes late, as when everything is cold.
    await page.route(/\/data\/|\/api\//u, async (route) => {
      await new Promise((done) => setTimeout(done, 400));
      await route.continue();
    });
    await open(page, server.url, '');
    assert.deepEqual(await page.evaluate(() => globalThis.states), ['loading', 'ready']);
  });
});

test('the digit moves, can be stopped, and stands still for those who want no motion', async () => {
  await inTab({ reducedMotion: 'no-preference' }, async (page) => {
    await open(page, server.url, `#/overview?run=${run}`);
    const seen = new Set();
    for (let look = 0; look < 8; look++) {
      seen.add(await digitsAt(page));
      await page.waitForTimeout(250);
    }
    assert.ok(seen.size > 3, `seen in ${seen.size} places`);
    await page.getByRole('button', { name: 'stand still' }).click();
    const still = await digitsAt(page);
    await page.waitForTimeout(500);
    assert.equal(await digitsAt(page), still);
  });
  await inTab({ reducedMotion: 'reduce' }, async (page) => {
    await open(page, server.url, `#/overview?run=${run}`);
    const still = await digitsAt(page);
    await page.waitForTimeout(700);
    assert.equal(await digitsAt(page), still);
  });
});

test('a dot is chosen with the keys, and the panel beside has the patched answer of the server', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/overview?run=${run}`);
    await page.locator('#flow svg[role="application"]').focus();
    await page.keyboard.press('Home');
    for (let token = 0; token < 10; token++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash.includes('cell=2.10'));
    const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    const { patched } = await post(`runs/${run}/checkpoints/${last}/patch`, { program: base, source, interventions: [{ kind: 'patch', where: placeOf('residual.in:2', 10) }] });
    const shares = probabilities(patched);
    const top = shares.indexOf(Math.max(...shares));
    await said(page.locator('#flow .panel'), new RegExp(`the model now answers ${top}`));
    await page.getByRole('button', { name: 'table' }).first().click();
    assert.ok((await page.locator('#flow table tbody tr').count()) > 10);
  });
});

test('on a phone the patched answer is a sheet over the lower edge, and the picture is whole and accessible', async () => {
  await inTab({ viewport: { width: 390, height: 844 } }, async (page) => {
    await open(page, server.url, `#/overview?run=${run}&cell=3.26`);
    const sheet = await page.locator('#flow .panel').boundingBox();
    assert.ok(Math.abs(sheet.y + sheet.height - 844) < 2 && sheet.height < 520, JSON.stringify(sheet));
    await page.getByRole('button', { name: 'Close the patched answer' }).click();
    await page.waitForFunction(() => !location.hash.includes('cell='));
    const svg = page.locator('#flow svg[role="application"]');
    assert.ok((await svg.boundingBox()).width <= 390);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      // A figure is dimmed while it waits for its next answer.
      await settled(page);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`));
      assert.deepEqual(found, [], colorScheme);
    }
  });
});

test('the program bar says what the model answers at the scrubbed step, and while one types', async () => {
  await inTab({}, async (page) => {
    const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    const wanted = async (step, program, other) => {
      const shares = probabilities((await post(`runs/${run}/checkpoints/${step}/live`, { program, source: other, parts: ['logits'] })).logits.base);
      const top = Math.max(...shares);
      return `${shares.indexOf(top)}, ${top >= 0.995 ? '>99' : (100 * top).toFixed(0)}\\s%, `;
    };
    await open(page, server.url, `#/overview?run=${run}&step=${middle}`);
    const bar = page.getByRole('region', { name: 'Program' });
    await said(bar, new RegExp(`model: ${await wanted(middle, base, source)}(right|wrong)`));
    await page.getByRole('slider', { name: 'Checkpoint' }).focus();
    await page.keyboard.press('End');
    await said(bar, new RegExp(`model: ${await wanted(last, base, source)}right`));
    await bar.getByRole('button', { name: 'edit', exact: true }).click();
    const own = 'a=3\nb=7\nc=a\nd=b\ne=c\nf=5\ng=f\nh=g\ni=4\nj=i\nk=9\nl=k\nm=l\nn=8\no=n\np=2\n#e:';
    await page.locator('#program-input').fill(own.replaceAll('\n', ' '));
    await said(bar, new RegExp(`answer 3\\s*model: ${await wanted(last, own, own.replace('a=3', 'a=4'))}right`));
    assert.doesNotMatch(await bar.innerText(), /trained on/);
    await page.locator('#program-input').fill('a=3 b=7 c=a d=b e=c f=5 #e:');
    await said(bar, /answer 3\s*model: [\s\S]*6 lines, trained on 16/);
  });
});

test('several patches and ablations act together, and the link to them shows the same', async () => {
  await inTab({}, async (page) => {
    const { colon, layer: writer } = await strongest();
    const cell = `${writer + 1}@${colon}`;
    await open(page, server.url, `#/overview?run=${run}&cell=${cell.replace('@', '.')}`);
    const panel = page.locator('#flow .panel');
    await panel.getByRole('button', { name: 'zeros here' }).click();
    await panel.getByRole('button', { name: 'cut' }).first().click();
    await said(panel, /2 together, in one pass/);
    const patches = /patches=([^&]+)/.exec(await page.evaluate(() => location.hash))[1];
    const [, layer, head, position, key] = new RegExp(`^zr${cell},c(\\d)\\.(\\d)@(\\d+)\\.(\\d+)$`).exec(patches);
    const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    const interventions = [
      { kind: 'zero', where: placeOf(`residual.in:${writer + 1}`, colon) },
      { kind: 'cutEdges', where: { layers: [Number(layer)], heads: [Number(head)], edges: { kind: 'same', edges: [{ query: Number(position), key: Number(key) }] } }, rest: 'rescaled' },
    ];
    const shares = probabilities((await post(`runs/${run}/checkpoints/${last}/patch`, { program: base, source, interventions })).patched);
    const top = shares.indexOf(Math.max(...shares));
    await said(panel.getByRole('region', { name: 'Kept patches' }), new RegExp(`model: ${top}, ${(100 * shares[top]).toFixed(0)}\\s%|model: ${top}, >99\\s%`));
    await page.reload();
    await said(panel, /2 together, in one pass/);
    await panel.getByRole('button', { name: /^Remove: head/ }).click();
    await page.waitForFunction((cell) => location.hash.includes(`patches=zr${cell}`) && !/,c\d/.test(location.hash), cell);
  });
});

test('the effect of one component on one other is kept from the panel, and is the server’s path patch', async () => {
  await inTab({}, async (page) => {
    await open(page, server.url, `#/overview?run=${run}&cell=3.26`);
    const panel = page.locator('#flow .panel');
    await panel.getByText('one component’s effect on one other').click();
    await panel.getByRole('combobox', { name: 'Component that writes' }).selectOption('MLP 1');
    await panel.getByRole('combobox', { name: 'Component that reads' }).selectOption('the value of head 4.1');
    await panel.getByRole('button', { name: 'keep this path' }).click();
    await page.waitForFunction(() => location.hash.includes('patches=pm1~4.1v@26'));
    const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    const interventions = [{ kind: 'patchPath', where: placeOf('attention.v:4', 26, 1), sender: { kind: 'mlp.out', layer: 1 } }];
    const answer = await post(`runs/${run}/checkpoints/${last}/patch`, { program: base, source, interventions });
    const shares = probabilities(answer.patched);
    const top = shares.indexOf(Math.max(...shares));
    await said(panel.getByRole('region', { name: 'Kept patches' }), new RegExp(`MLP 1 to the value of head 4.1[\\s\\S]*model: ${top}, (?:${(100 * shares[top]).toFixed(0)}\\s%|>99\\s%)`));
  });
});

test('a head, an MLP and an edge are patched beside the maps of the heads’ page, with the server’s answers', async () => {
  await inTab({}, async (page) => {
    const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    const panel = page.locator('#head-map .panel');
    const holds = async (intervention) => {
      const shares = probabilities((await post(`runs/${run}/checkpoints/${last}/patch`, { program: base, source, interventions: [intervention] })).patched);
      await said(panel, new RegExp(`the model now answers ${shares.indexOf(Math.max(...shares))}`));
    };
    const { colon, layer: writer, head: strong } = await strongest();
    await open(page, server.url, `#/heads?run=${run}&cell=h${writer}.${strong}@${colon}&at=${colon}`);
    await holds({ kind: 'patch', where: placeOf(`attention.head:${writer}`, colon, strong) });
    await panel.getByRole('button', { name: 'mean here' }).click();
    await said(panel, new RegExp(`head ${writer}\\.${strong} at colon: the mean of other programs`));
    await page.getByRole('button', { name: /^Cut: colon no longer sees/ }).first().click();
    await page.waitForFunction((colon) => new RegExp(`cell=c\\d\\.\\d@${colon}\\.\\d+`).test(location.hash), colon);
    const [, layer, head, key] = new RegExp(`cell=c(\\d)\\.(\\d)@${colon}\\.(\\d+)`).exec(await page.evaluate(() => location.hash));
    await holds({ kind: 'cutEdges', where: { layers: [Number(layer)], heads: [Number(head)], edges: { kind: 'same', edges: [{ query: colon, key: Number(key) }] } }, rest: 'rescaled' });
    await page.locator('#head-patching canvas').first().click();
    await page.waitForFunction(() => /cell=h\d\.\d@/.test(location.hash));
  });
});

test('two models stand beside each other on one program, and the address says which', async () => {
  await inTab({}, async (page) => {
    const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    const other = 'small-lm-42';
    const answer = async (of, step) => {
      const shares = probabilities((await post(`runs/${of}/checkpoints/${step}/live`, { program: base, source, parts: ['logits'] })).logits.base);
      return shares.indexOf(Math.max(...shares));
    };
    await open(page, server.url, `#/residual?run=${other}&program=${base.replaceAll('\n', ',').replace('#', '?').replace(':', '')}`);
    const figure = page.locator('#residual-map');
    await figure.getByRole('combobox', { name: 'beside' }).selectOption(run);
    await said(figure, new RegExp(`${run}, step ${last.toLocaleString('en')}: ${await answer(run, last)}, `));
    await said(figure, new RegExp(`${other}, step ${last.toLocaleString('en')}: ${await answer(other, last)}, `));
    assert.equal(await figure.locator('canvas').count(), 2);
    await figure.getByRole('combobox', { name: 'step' }).selectOption({ index: 1 });
    await page.waitForFunction((run) => new RegExp(`beside=${run}@\\d+`).test(location.hash), run);
    const step = Number(/beside=[^@]+@(\d+)/.exec(await page.evaluate(() => location.hash))[1]);
    await page.reload();
    await said(figure, new RegExp(`${run}, step ${step.toLocaleString('en')}: ${await answer(run, step)}, `));
  });
});

test('an embedded figure’s page asks for what that figure shows, and for nothing else', async () => {
  await inTab({}, async (page) => {
    const asked = [];
    page.on('request', (request) => asked.push(request.method() === 'POST' ? request.postData() : new URL(request.url()).pathname));
    await page.goto(`${server.url}#/heads?run=${run}&figure=attention&embed=1`);
    await page.locator('figure#attention[data-state="ready"]').waitFor();
    assert.ok(asked.some((one) => one.includes('"parts":["attention"]')), asked.join('\n'));
    assert.deepEqual(asked.filter((one) => one.includes('"heads"') || one.includes('patch-attention') || one.includes('patch-mlp')), []);
    asked.length = 0;
    await page.goto('about:blank');
    await page.goto(`${server.url}#/heads?run=${run}&figure=head-ranking&embed=1`);
    await page.locator('figure#head-ranking[data-state="ready"]').waitFor();
    assert.deepEqual(asked.filter((one) => one.includes('"parts":["heads"') || one.includes('patch-mlp')), []);
  });
});
