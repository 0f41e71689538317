import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, open, pages, run, serve, sizes, tab } from './harness.mjs';

let server;
let browser;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const name of pages) {
  for (const theme of ['light', 'dark']) {
    for (const size of Object.keys(sizes)) {
      test(`${name} renders, ${theme}, ${size}`, async () => {
        const { page, context, problems } = await tab(browser, { theme, size });
        try {
          await open(page, server.url, `#/${name}?run=${run}`);
          assert.deepEqual(problems, []);
          const seen = await page.evaluate(() => ({
            title: document.querySelector('main h1')?.textContent?.trim(),
            theme: document.documentElement.dataset.theme,
            failed: [...document.querySelectorAll('figure[data-state="error"]')].map((figure) => figure.id),
            figures: document.querySelectorAll('main figure').length,
            inline: document.querySelectorAll('script:not([src])').length,
            overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          }));
          assert.ok(seen.title, 'the page has a title');
          assert.equal(seen.theme, theme);
          assert.deepEqual(seen.failed, []);
          assert.equal(seen.inline, 0);
          assert.ok(seen.overflow <= 0, `the page is ${seen.overflow} px wider than the window`);
          if (name !== 'glossary') assert.ok(seen.figures > 0, 'the page has figures');
        } finally {
          await context.close();
        }
      });
    }
  }

  for (const theme of ['light', 'dark']) {
    test(`${name} passes the accessibility check, ${theme}`, async () => {
      // axe is put into the page by the debugger, which the page's policy against inline scripts does not concern.
      const { page, context } = await tab(browser, { theme, bypassCSP: true });
      try {
        await open(page, server.url, `#/${name}?run=${run}`);
        await page.evaluate(axe);
        const found = await page.evaluate(async () => {
          const result = await globalThis.axe.run(document, {
            resultTypes: ['violations'],
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
            // Experimental in axe: it takes an SVG's <title>, which is no visible label, for one.
            rules: { 'label-content-name-mismatch': { enabled: false } },
          });
          return result.violations.flatMap((violation) =>
            violation.nodes.slice(0, 4).map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1, 2).join(' ').trim()}`),
          );
        });
        assert.deepEqual(found, []);
      } finally {
        await context.close();
      }
    });
  }
}
