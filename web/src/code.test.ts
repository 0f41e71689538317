/** The code itself: files that can be read at once, and imports that go one way. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(fileURLToPath(import.meta.url));
const files = ['', '../engine']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(?:ts|svelte|css)$/u.test(file));
const modules = files.filter((file) => !file.endsWith('.css') && !file.endsWith('.test.ts'));
const textOf = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

/** The contract, the documentation, a folder at the top, a file that stands there alone, or the engine. */
function partOf(file: string): string {
  if (file.startsWith('../engine/')) return 'engine';
  if (/^api\/\w+\.g\.ts$/u.test(file)) return 'contract';
  if (file.startsWith('../../docs/')) return 'docs';
  return file.includes('/') ? (file.split('/')[0] as string) : (file.split('.')[0] as string);
}

/** The file that an import names, from the sources' root; null for a package. */
function target(from: string, name: string): string | null {
  if (!name.startsWith('.')) return null;
  const path = relative(root, join(root, dirname(from), name)).replaceAll('\\', '/');
  return [path, `${path}.ts`, `${path}/index.ts`].find((one) => textOf.has(one)) ?? path;
}

const imports = modules.flatMap((from) =>
  [...(textOf.get(from) ?? '').matchAll(/(?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*'([^']+)'/gu)].flatMap(([, name]) => {
    const to = target(from, name ?? '');
    return to === null ? [] : [{ from, to }];
  }),
);

/**
 * What each part may use, from the records to the pages: what the data are, what they mean, where things stand, marks, figures, pages. What is
 * drawn knows no state; the shell lists the pages and is used by them only for that list.
 */
const uses: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  model: ['contract', 'docs'],
  layout: ['contract', 'model'],
  theme: [],
  draw: ['contract', 'model', 'layout', 'theme'],
  engine: ['contract', 'model'],
  api: ['contract', 'model', 'state', 'engine'],
  state: ['contract', 'model', 'api'],
  figures: ['contract', 'model', 'layout', 'theme', 'draw', 'api', 'state'],
  training: ['contract', 'model', 'draw', 'api', 'state', 'engine'],
  tour: ['contract', 'model', 'api', 'state', 'shell'],
  pages: ['contract', 'model', 'layout', 'theme', 'draw', 'api', 'state', 'figures', 'shell', 'tour', 'training'],
  shell: ['contract', 'model', 'layout', 'theme', 'draw', 'api', 'state', 'figures', 'tour', 'pages'],
  App: ['api', 'draw', 'state', 'shell', 'tour', 'training'],
  main: ['App', 'styles'],
};

/** What no source imports: the pages' beginning, the engine's module in WebAssembly, and what compiles that for Vite. */
const begins = ['main.ts', '../engine/assembly/index.ts', '../engine/compile.ts'];

describe('the sources', () => {
  it('are found at all', () => {
    expect(modules.length).toBeGreaterThan(150);
    expect(imports.length).toBeGreaterThan(600);
  });

  it('have no file of more than 400 lines, but those that are generated', () => {
    expect(files.filter((file) => !file.endsWith('.g.ts') && (textOf.get(file) ?? '').trimEnd().split('\n').length > 400)).toEqual([]);
  });

  it('let no line end between a number and its percent sign', () => {
    const wrong = modules.filter((file) => !file.endsWith('.g.ts')).flatMap((file) => {
      const code = (textOf.get(file) ?? '').replace(/\/\*.*?\*\/|<!--.*?-->|^\s*\/\/.*?$/gmsu, '');
      return [...code.matchAll(/.{0,30}[\d}] %(?!\s*[\d(])/gu)].map(([found]) => `${file}: ${found}`);
    });
    expect(wrong).toEqual([]);
  });

  it('import from the records towards the pages, and never back', () => {
    const wrong = imports.filter(({ from, to }) => partOf(from) !== partOf(to) && !uses[partOf(from)]?.includes(partOf(to)));
    expect(wrong.map(({ from, to }) => `${from} uses ${to}`)).toEqual([]);
  });

  it('use the parts of a page on that page only', () => {
    const ownerOf = (file: string) => /^pages\/(?:([a-z]\w*)\/|([A-Z]\w*)\.svelte$)/u.exec(file)?.slice(1).join('').toLowerCase();
    const wrong = imports.filter(({ from, to }) => /^pages\/[a-z]/u.test(to) && ownerOf(from) !== ownerOf(to));
    expect(wrong.map(({ from, to }) => `${from} uses ${to}`)).toEqual([]);
  });

  it('are all used', () => {
    const used = new Set(imports.map(({ to }) => to));
    // Terms of the glossary are put in when a component is compiled (linkTerms.ts).
    used.add('figures/TermText.svelte');
    expect(modules.filter((file) => !used.has(file) && !file.endsWith('.d.ts') && !begins.includes(file))).toEqual([]);
  });
});
