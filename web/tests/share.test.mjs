/** One figure alone in a frame, and links to it that say everything. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { known, launch, open, root, said, serve, tab } from './harness.mjs';

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
  const { page, context, problems } = await tab(browser, options);
  try {
    await body(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

test('stored numbers, live ones and kept patches are copied as Python that names this server, run, step and program', async () => {
  await inTab({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    await open(page, server.url, `#/residual?run=${run}&step=${middle}&cell=4.42&patches=r4@42,c4.2@66.42`);
    const copied = async (button) => {
      await button.click();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const of = (figure) => page.locator(`figure#${figure}`).getByRole('button', { name: /^py: copy the Python/ });
    await said(page.locator('section[aria-label="Kept patches"]'), /model:/);
    const begin = `run = bindscope.connect("${server.url}").run("${run}")`;
    const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    const live = await copied(of('residual-map'));
    const patches = await copied(page.getByRole('button', { name: 'copy as Python' }));
    const program = `${begin}\nprogram = ${JSON.stringify(base)}\nsource = ${JSON.stringify(source)}\n`;
    assert.ok(live.includes(`${program}found = run.live(program, ["residual"], source=source, step=${middle})`), live);
    assert.ok(patches.includes(`${program}patched = run.patch(program, [\n    Patch("residual.in:4", position=42),\n    Cut(4, position=66, key=42, head=2),\n], source=source, step=${middle})`), patches);
    const stored = await copied(page.getByRole('button', { name: 'py: copy the Python that gets The test programs: success by layer and token' }));
    assert.match(stored, /analysis = run\.analysis\("patch-residual-\d{6}(-spans)?"\)/);
  });
});

test('a figure’s link and frame say run, step, program and patch, and show the figure alone', async () => {
  await inTab({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    await open(page, server.url, `#/residual?run=${run}&step=${middle}&cell=4.42`);
    const figure = page.locator('figure#residual-map');
    const copied = async (what) => {
      await figure.getByRole('button', { name: /^Share / }).click();
      await figure.getByRole('button', { name: `copy ${what}` }).click();
      await said(figure, new RegExp(`${what} copied`));
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const link = await copied('link');
    const { base, source } = await (await fetch(`${server.url}data/runs/${run}/example.json`)).json();
    for (const part of [`${server.url}#/residual?run=${run}&step=${middle}&program=`, base.split('\n').slice(0, 3).join(','), source.split('\n').slice(0, 3).join(','), 'cell=4.42', 'figure=residual-map']) {
      assert.ok(link.includes(part), `${link} has no ${part}`);
    }
    const frame = await copied('iframe');
    const address = /^<iframe src="([^"]+)" title="One program, every layer and token"/.exec(frame)[1].replaceAll('&amp;', '&');
    assert.match(address, /embed=1/);
    await inTab({ viewport: { width: 700, height: 640 } }, async (other) => {
      await other.goto(address);
      await other.waitForSelector('#residual-map .beside');
      await said(other.locator('#residual-map .panel'), /Entering layer 4, line 11/);
      const seen = await other.evaluate(() => ({
        figures: [...document.querySelectorAll('figure')].filter((one) => one.checkVisibility()).map((one) => one.id),
        title: document.querySelector('h1').checkVisibility(),
        side: document.querySelector('.side').checkVisibility(),
        whole: document.documentElement.scrollWidth <= document.documentElement.clientWidth,
      }));
      assert.deepEqual(seen, { figures: ['residual-map'], title: false, side: false, whole: true });
      await other.getByRole('slider', { name: 'Checkpoint' }).focus();
      await other.keyboard.press('End');
      await said(other.locator('#residual-map'), new RegExp(`step ${last.toLocaleString('en')}`));
      assert.match(await other.getByRole('link', { name: 'open in Bindscope' }).getAttribute('href'), new RegExp(`^#/residual\\?run=${run}&step=${last}&.*figure=residual-map$`));
    });
  });
});
