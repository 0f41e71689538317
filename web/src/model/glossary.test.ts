import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pages } from './address';
import { glossary } from './glossary';

describe('the glossary', () => {
  test('has every row of the documentation’s tables, with a page that exists or none', () => {
    const file = readFileSync(new URL('../../../docs/glossary.md', import.meta.url), 'utf8');
    const terms = glossary.flatMap((group) => group.terms);
    expect(terms.length).toBe(file.match(/^\| \*/gmu)?.length);
    expect(glossary.map((group) => group.title)).toEqual(['Programs', 'Tokens and roles', 'Model', 'Behaviour', 'Interventions']);
    expect(terms.find((term) => term.word === 'depth, referential depth')).toEqual({
      word: 'depth, referential depth', meaning: 'of a line: the number of assignments from it to its own root; 1 for a constant', page: 'program',
    });
    expect(terms.find((term) => term.word === 'tap')?.page).toBeNull();
    for (const { page } of terms) if (page !== null) expect(pages).toContain(page);
  });

  test('has every word that a page links to', () => {
    const sources = ['Residual', 'Heads', 'Development', 'Subspaces'].map((page) => [page, readFileSync(new URL(`../pages/${page}.svelte`, import.meta.url), 'utf8')] as const);
    const words = new Set(glossary.flatMap((group) => group.terms).map((term) => term.word));
    for (const [page, text] of sources) {
      const linked = [...text.matchAll(/<Term of="([^"]+)"/gu)].map((match) => match[1] as string);
      expect(linked.length, `${page} links to the glossary`).toBeGreaterThan(1);
      for (const word of linked) expect(words, `${page}: ${word}`).toContain(word);
    }
  });
});
