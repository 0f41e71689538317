import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, open, pages, run, serve, tab } from './harness.mjs';

let server;
let browser;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const widths = { phone: 390, tablet: 1024, desktop: 1440 };

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Sums what moves without being asked to, as browsers count it. */
function watchShifts() {
  globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Lets the run's data arrive late and one after another, as over a slow line: what moves then would move for some readers. */
async function trickle(page) {
  let asked = 0;
  await page.route('**/data/**', async (route) => {
    await new Promise((done) => setTimeout(done, 60 + 50 * (asked++ % 6)));
    await route.continue().catch(() => {}); // The page may have gone on to another.
  });
}

/** Words of figures that are cut short, or stand outside their drawing where nothing scrolls to them. */
function cutWords() {
  return [...document.querySelectorAll('main figure svg text')].flatMap((text) => {
    const words = text.textContent.trim();
    const box = text.getBoundingClientRect();
    if (words === '' || box.width === 0) return [];
    const svg = text.ownerSVGElement;
    const frame = svg.getBoundingClientRect();
    const place = svg.closest('.place, .heatmap') ?? svg;
    // Nothing scrolls to what stands left of its drawing.
    const outside = box.left < frame.left - 2 || (box.right > frame.right + 2 && place.scrollWidth <= place.clientWidth + 1);
    return words.endsWith('…') || outside ? [`${svg.closest('figure')?.id}: “${words.slice(0, 60)}”`] : [];
  });
}

/** Numbers whose percent sign or unit stands on the next line, also where the two are in different elements; the `k` of `n=8 k=2` is a name. */
function tornNumbers() {
  const nodes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (!node.parentElement.closest('script, style, textarea, pre, code, select')) nodes.push(node);
  const all = nodes.map((node) => node.data).join('');
  const starts = [];
  nodes.reduce((at, node) => (starts.push(at), at + node.data.length), 0);
  const boxOf = (at) => {
    const index = starts.findLastIndex((start) => start <= at);
    const range = document.createRange();
    range.setStart(nodes[index], at - starts[index]);
    range.setEnd(nodes[index], at - starts[index] + 1);
    return range.getClientRects()[0];
  };
  return [...all.matchAll(/\d(?:\s*%|\s+(?:k|M|B|kB|MB|points)\b(?!=))/gu)].flatMap((found) => {
    const [number, sign] = [boxOf(found.index), boxOf(found.index + found[0].search(/[^\d\s]/u))];
    if (!number?.width || !sign?.width || (sign.top < number.bottom && number.top < sign.bottom)) return [];
    return [all.slice(Math.max(0, found.index - 40), found.index + 10)];
  });
}

/** Sentences and brackets that stand without a space after what comes before them. */
function runTogether() {
  return [...document.querySelectorAll('main p, main figcaption, main li')].flatMap((text) => {
    const copy = text.cloneNode(true);
    copy.querySelectorAll('code, pre, svg').forEach((code) => code.replaceWith('x'));
    const found = /[a-z0-9%)]\.[A-Z][a-z ]|[a-z]{3}(?<!logit)\([a-z]{2}/u.exec(copy.textContent);
    return found ? [copy.textContent.slice(Math.max(0, found.index - 40), found.index + 40)] : [];
  });
}

async function findings(page) {
  const found = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      // Off by default, because it is experimental in axe: what is seen on a button must be in its name.
      rules: { 'label-content-name-mismatch': { enabled: true } },
    });
    return result.violations.flatMap((violation) =>
      violation.nodes.slice(0, 4).map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1, 2).join(' ').trim()}`),
    );
  });
  return found;
}

for (const name of pages) {
  for (const [size, width] of Object.entries(widths)) {
    test(`${name} is whole, still and accessible, ${size}, light and dark`, async () => {
      // axe is put into the page by the debugger, which the page's policy against inline scripts does not concern.
      const { page, context, problems } = await tab(browser, { viewport: { width, height: size === 'phone' ? 844 : 900 }, bypassCSP: true });
      try {
        await page.addInitScript(watchShifts);
        await trickle(page);
        await open(page, server.url, `#/${name}?run=${run}`);
        const shifted = await page.evaluate(() => globalThis.shifted);
        assert.ok(shifted < 0.1, `the page moved by ${shifted.toFixed(3)} while it was loaded`);
        const seen = await page.evaluate(() => ({
          title: document.querySelector('main h1')?.textContent?.trim(),
          failed: [...document.querySelectorAll('figure[data-state="error"]')].map((figure) => figure.id),
          figures: document.querySelectorAll('main figure').length,
          inline: document.querySelectorAll('script:not([src])').length,
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        }));
        assert.ok(seen.title, 'the page has a title');
        assert.deepEqual(seen.failed, []);
        assert.equal(seen.inline, 0);
        assert.ok(seen.overflow <= 0, `the page is ${seen.overflow} px wider than the window`);
        if (name !== 'glossary') assert.ok(seen.figures > 0, 'the page has figures');
        assert.deepEqual(await page.evaluate(cutWords), []);
        assert.deepEqual(await page.evaluate(runTogether), []);
        assert.deepEqual(await page.evaluate(tornNumbers), []);
        await page.evaluate(axe);
        for (const theme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme: theme });
          await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
          assert.deepEqual(await findings(page), [], theme);
        }
        assert.deepEqual(problems, []);
      } finally {
        await context.close();
      }
    });
  }
}
