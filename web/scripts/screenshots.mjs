/**
 * Every page from a real run, in light, dark and on a phone, into docs/screenshots: `node web/scripts/screenshots.mjs --runs FOLDER [--run NAME] [--pages a,b]`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open, pages, root, runs, serve, sizes, tab } from '../tests/harness.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
const folder = option('runs', runs);
const target = option('out', join(root, 'docs/screenshots'));
const wanted = option('pages', pages.join(',')).split(',');
const full = process.argv.includes('--full');
mkdirSync(target, { recursive: true });

const server = await serve(folder);
const browser = await launch();
const site = await (await fetch(`${server.url}data/site.json`)).json();
const run = option('run', site.runs[0].name);
// Where a page says more at another checkpoint than the last.
const detail = await (await fetch(`${server.url}data/runs/${run}/run.json`)).json();
const plateau = detail.phases?.phases.find((phase) => phase.kind === 'heuristic');
const aim = plateau ? Math.log(Math.max(1, plateau.firstStep) * plateau.lastStep) / 2 : null;
const far = (step) => Math.abs(Math.log(step + 1) - aim);
const middle = plateau ? detail.checkpoints.map(({ step }) => step).sort((a, b) => far(a) - far(b))[0] : null;
const own = {
  trajectory: middle === null ? '' : `&step=${middle}`,
  checkpoint: middle === null ? '' : `&step=${middle}`,
  compare: middle === null ? '' : `&pin=${middle}`,
};

// A phone shows a page's introduction first; its picture goes on to the first figure.
const shown = { ...sizes, phone: { ...sizes.phone, height: 1500 } };
const shots = [
  ['light', 'light', 'desktop'],
  ['dark', 'dark', 'desktop'],
  ['phone', 'light', 'phone'],
];
for (const name of wanted) {
  for (const [label, theme, size] of shots) {
    const { page, context, problems } = await tab(browser, { theme, size, viewport: shown[size] });
    await open(page, server.url, `#/${name}?run=${run}${own[name] ?? ''}`);
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(target, `${name}-${label}.png`), fullPage: full, clip: full ? undefined : { x: 0, y: 0, ...shown[size] } });
    for (const problem of problems) console.error(`${name} ${label}: ${problem}`);
    await context.close();
  }
  console.log(name);
}
await browser.close();
await server.stop();
