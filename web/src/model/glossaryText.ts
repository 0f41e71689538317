import type { PageName } from './address';
import { unbroken } from './format.ts';

export interface Term {
  readonly word: string;
  readonly meaning: string;
  /** Where it can be seen. */
  readonly page: PageName | null;
}

export interface TermGroup {
  readonly title: string;
  readonly terms: readonly Term[];
}

/** Markdown without its marks, with typographic apostrophes. */
const plain = (markdown: string): string => unbroken(markdown.replace(/\[(.*?)\]\(.*?\)/gu, '$1').replace(/[`*]/gu, '').replaceAll("'", '’'));

/** A glossary's tables: a heading, then a row for each word with its meaning and page. */
export const readGlossary = (text: string): readonly TermGroup[] =>
  text
    .split(/^## /mu)
    .slice(1)
    .map((section) => ({
      title: section.slice(0, section.indexOf('\n')),
      terms: [...section.matchAll(/^\| (\*.*?) \| (.*) \| ?(?:`(\w+)`)? ?\|$/gmu)].map(([, words = '', meaning = '', page]) => ({
        word: [...words.matchAll(/\*(.*?)\*/gu)].map((word) => plain(word[1] as string)).join(', '),
        meaning: plain(meaning),
        page: (page as PageName | undefined) ?? null,
      })),
    }))
    .filter(({ terms }) => terms.length > 0);

/** Words that texts use in another sense as well; a link there would explain something else. Where they are meant, a text says so with a `Term`. */
const everyday = new Set([
  'answer', 'base', 'block', 'bound', 'cell', 'chance', 'combination', 'control', 'edge', 'home', 'line', 'live', 'part', 'pattern', 'pointer', 'position', 'shape', 'site', 'source', 'split', 'step', 'success', 'value',
]);

/** Finds a glossary's words in a text, the longer of two that begin alike, in the singular or the plural: where, and which term it is. */
export function termsIn(groups: readonly TermGroup[]): (text: string) => readonly { readonly from: number; readonly to: number; readonly of: string }[] {
  const forms = new Map(groups.flatMap(({ terms }) => terms.flatMap(({ word }) => word.split(', ').map((form) => [form.toLowerCase(), word] as const))).filter(([form]) => form.length > 2 && !everyday.has(form)));
  const written = [...forms.keys()].sort((a, b) => b.length - a.length).map((form) => form.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replaceAll('’', '[’\']').replaceAll(' ', '\\s+'));
  const pattern = new RegExp(`(?<![\\p{L}\\d-])(${written.join('|')})(?:e?s)?(?![\\p{L}\\d-])`, 'giu');
  return (text) =>
    [...text.matchAll(pattern)].map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      of: forms.get((match[1] as string).toLowerCase().replaceAll("'", '’').replace(/\s+/gu, ' ')) as string,
    }));
}
