import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pages } from './address';
import { findTerms, glossary } from './glossary';

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

  test('are found in texts, the longest of them, and not where they have their everyday sense', () => {
    const words = (text: string) => findTerms(text).map(({ from, to, of }) => [text.slice(from, to), of]);
    expect(words('Heads of a layer write a head’s contribution into the residual stream.')).toEqual([['Heads', 'head'], ['layer', 'layer, block'], ['head’s contribution', 'head’s contribution'], ['residual stream', 'residual stream']]);
    expect(words('live, in part, a value of the site')).toEqual([]);
    expect(words('a counterfactual, or subspaces')).toEqual([['counterfactual', 'counterfactual, source'], ['subspaces', 'subspace']]);
    expect(words('headings, ahead, patch-heads')).toEqual([]);
  });
});
