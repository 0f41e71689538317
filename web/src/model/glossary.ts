import text from '../../../docs/glossary.md?raw';
import type { PageName } from './address';

export interface Term {
  readonly word: string;
  readonly meaning: string;
  /** Where it can be seen. */
  readonly page: PageName | null;
}

/** Markdown without its marks, with typographic apostrophes. */
const plain = (markdown: string): string => markdown.replace(/\[(.*?)\]\(.*?\)/gu, '$1').replace(/[`*]/gu, '').replaceAll("'", '’');

/** The tables of docs/glossary.md: a heading, then a row for each word with its meaning and page. */
export const glossary: readonly { readonly title: string; readonly terms: readonly Term[] }[] = text
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
