/** Words of the glossary are links where they first stand on a page, on every page. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, pages, run, serve, settled, tab } from './harness.mjs';

let server;
let browser;
let words;

before(async () => {
  server = await serve();
  browser = await launch();
  const { page, context } = await tab(browser);
  await open(page, server.url, `#/glossary?run=${run}`);
  words = await page.locator('main dt').allInnerTexts();
  await context.close();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const name of pages.filter((one) => one !== 'glossary')) {
  test(`${name} links words of the glossary, each once, where it first stands`, async () => {
    const { page, context, problems } = await tab(browser);
    try {
      await open(page, server.url, `#/${name}?run=${run}`);
      const links = await page.locator('main a.term').evaluateAll((all) =>
        all.map((link) => {
          const text = link.textContent; // innerText is empty in a closed <details>
          const before = document.createRange();
          before.setStart(link.closest('p, figcaption'), 0);
          before.setEndBefore(link);
          return { word: decodeURIComponent(/find=([^&]+)/u.exec(link.getAttribute('href'))[1]), text, before: before.toString(), inControl: link.closest('button, label, h1, h2, h3, svg') !== null };
        }),
      );
      assert.ok(links.length > 0, 'the page has a link into the glossary');
      assert.deepEqual(links.map(({ word }) => word).filter((word, at, all) => all.indexOf(word) !== at), [], 'a word is linked twice');
      for (const { word, text, before, inControl } of links) {
        assert.ok(words.includes(word), `${word} is in the glossary`);
        assert.ok(!inControl, `${word} is linked within a control or a heading`);
        assert.ok(!new RegExp(`(?<![\\p{L}-])${text.replaceAll(/\s+/gu, '\\s+')}(?![\\p{L}-])`, 'iu').test(before), `${word} stands before its link: “${before}”`);
      }
      const first = page.locator('main a.term').first();
      await first.hover();
      await page.locator('.tip').filter({ hasText: links[0].word }).waitFor();
      await first.click();
      await settled(page);
      assert.ok((await page.locator('main dt').allInnerTexts()).includes(links[0].word));
      assert.deepEqual(problems, []);
    } finally {
      await context.close();
    }
  });
}
