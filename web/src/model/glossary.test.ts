import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pages } from './address';
import { glossary } from './glossary';

const plain = (text: string) =>
  text
    .replace(/\[(.*?)\]\(.*?\)/gu, '$1')
    .replace(/[`*]/gu, '')
    .replaceAll('’', "'");

describe('the glossary', () => {
  const file = readFileSync(new URL('../../../docs/glossary.md', import.meta.url), 'utf8');
  const rows = [...file.matchAll(/^\| (\*.*?) \| (.*) \|$/gmu)].map((match) => {
    const words = [...(match[1] as string).matchAll(/\*(.*?)\*/gu)].map((word) => word[1]);
    return { word: words.join(', '), meaning: plain(match[2] as string) };
  });

  test('is that of the documentation', () => {
    const shown = glossary.flatMap((group) => group.terms).map((term) => ({ word: plain(term.word), meaning: plain(term.meaning) }));
    expect(shown).toEqual(rows.map((row) => ({ ...row, word: plain(row.word) })));
    expect(shown.length).toBeGreaterThan(50);
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

  test('links to pages that exist', () => {
    for (const term of glossary.flatMap((group) => group.terms)) if (term.page) expect(pages).toContain(term.page);
  });
});
