/**
 * How far it is from the start page to what a newcomer comes for: clicks, and pixels scrolled, to the phase transition, the model's answer to an own
 * program, and a patched answer. Each is done as a person would, and only what is inside the window counts as seen.
 */
import { settled } from '../tests/harness.mjs';

const windows = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

export async function measureStory(browser, url) {
  const found = [];
  for (const [name, viewport] of Object.entries(windows)) {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    let clicks = 0;
    const start = async () => {
      clicks = 0;
      await page.goto('about:blank');
      await page.goto(url);
      await settled(page);
    };
    /** Pixels that the page must be scrolled until the element is whole inside the window. */
    const scrolled = async (locator) => {
      await locator.waitFor();
      const box = await locator.boundingBox();
      return Math.max(0, Math.ceil(box.y + box.height - viewport.height));
    };
    const click = async (locator, options) => {
      clicks++;
      await locator.click(options);
    };
    const note = async (what, locator, before = 0) => found.push({ window: name, what, clicks, pixels: Math.max(before, await scrolled(locator)) });

    await start();
    await note('phase transition', page.getByRole('slider', { name: 'Checkpoint' }));
    await note('the digit’s way', page.locator('#flow svg[role="application"]'));

    await start();
    const bar = page.getByRole('region', { name: 'Program' });
    await click(bar.getByRole('button', { name: 'edit', exact: true }));
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('a=3 b=7 c=a d=b e=c f=5 #e:');
    const answer = bar.getByText(/model: \d/);
    await note('answer to an own program', answer);

    await start();
    const picture = page.locator('#flow svg[role="application"]');
    const before = await scrolled(picture);
    const dot = await page.locator('#flow circle.dot').first().evaluate((one) => ({ x: Number(one.getAttribute('cx')), y: Number(one.getAttribute('cy')) }));
    await click(picture, { position: dot });
    await note('patched answer', page.getByText(/logit (rises|falls|changes)/), before);
    await context.close();
  }
  return found;
}
