/**
 * Makes links of the glossary's words in the texts of pages, when a component is compiled: every word in a paragraph or a caption becomes a `Term`, what is
 * computed there a `TermText`, and of the terms that a page shows at a time the first is the link (src/figures/terms.svelte.ts). Nobody writes these links by hand.
 */

import { readFileSync } from 'node:fs';
import { type AST, parse, type PreprocessorGroup } from 'svelte/compiler';
import { readGlossary, termsIn } from './src/model/glossaryText.ts';

const find = termsIn(readGlossary(readFileSync(new URL('../docs/glossary.md', import.meta.url), 'utf8')));

/** Elements in which a link would stand in another control, in a heading or in something that is quoted. */
const without = new Set(['a', 'button', 'label', 'select', 'option', 'summary', 'h1', 'h2', 'h3', 'h4', 'h5', 'th', 'svg', 'code', 'pre', 'kbd', 'ul', 'ol', 'dl', 'table']);

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly expression?: { readonly type: string; readonly name?: string; readonly start: number; readonly end: number };
  readonly data?: string;
}

/** The texts of paragraphs and captions, and what is computed in them. */
function texts(node: Node, inText: boolean, found: Node[] = []): Node[] {
  const isSnippet = node.type === 'SnippetBlock';
  const isElement = node.type === 'RegularElement';
  if ((isElement && without.has(node.name ?? '')) || node.type === 'Component') {
    // What a component gets as its content is text of a paragraph again only where it says so.
    if (node.type !== 'Component') return found;
    inText = false;
  }
  const inside = isSnippet ? node.expression?.name === 'caption' : inText || (isElement && node.name === 'p');
  if ((node.type === 'Text' || (node.type === 'ExpressionTag' && node.expression?.type !== 'Literal')) && inside) found.push(node);
  for (const [key, value] of Object.entries(node)) {
    if (key === 'attributes' || key === 'expression' || value === null || typeof value !== 'object') continue;
    for (const child of Array.isArray(value) ? value : [value]) if (typeof (child as Node | null)?.type === 'string') texts(child as Node, inside, found);
  }
  return found;
}

/** A component's source with its words linked; null where there are none. `folder`: where Term and TermText are. */
export function linked(source: string, folder: string): string | null {
  const changes = texts((parse(source, { modern: true }) as AST.Root).fragment as unknown as Node, false)
    .flatMap(({ type, start, end, expression }) =>
      type === 'ExpressionTag'
        ? [{ from: start, to: end, by: `<GlossaryText text={${source.slice(expression?.start, expression?.end)}} />` }]
        : find(source.slice(start, end)).map(({ from, to, of }) => ({ from: start + from, to: start + to, by: `<GlossaryTerm of="${of}">${source.slice(start + from, start + to)}</GlossaryTerm>` })))
    .sort((a, b) => b.from - a.from);
  if (changes.length === 0) return null;
  const result = changes.reduce((text, { from, to, by }) => `${text.slice(0, from)}${by}${text.slice(to)}`, source);
  const imports = [['GlossaryTerm', 'Term'], ['GlossaryText', 'TermText']]
    .filter(([name]) => result.includes(`<${name}`)).map(([name, file]) => ` import ${name} from '${folder}${file}.svelte';`).join('');
  const opening = /<script lang="ts">/u.exec(result);
  if (opening === null) return `<script lang="ts">${imports}</script>\n${result}`;
  const at = opening.index + opening[0].length;
  return `${result.slice(0, at)}${imports}${result.slice(at)}`;
}

/** For vite: pages and figures, but the glossary itself and the components that are put in. */
export function linkTerms(): PreprocessorGroup {
  return {
    name: 'link-terms',
    markup({ content, filename = '' }) {
      const [, below] = /\/src\/((?:pages|figures|training)\/.*)$/u.exec(filename.replaceAll('\\', '/')) ?? [];
      if (below === undefined || /^(?:pages\/Glossary|figures\/Term(?:Text)?)\.svelte$/u.test(below)) return;
      const code = linked(content, `${'../'.repeat(below.split('/').length - 1)}figures/`);
      return code === null ? undefined : { code };
    },
  };
}
