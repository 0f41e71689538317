import { expect, it } from 'vitest';
import { linked } from './linkTerms';

const source = `<script lang="ts">
  let n = 3;
</script>

<h2>Each head</h2>
<p>Each head reads the residual
stream; {n} heads do, on a <em>chain</em>. A value is no term here, <a href="x">a patch</a> and headings neither.</p>
<Figure title="a patch">
  <button>patch</button>
  {#snippet caption()}Shown: the head\u2019s contribution.{/snippet}
  {#snippet controls()}patch{/snippet}
</Figure>
`;

it('makes terms of the glossary\u2019s words in paragraphs and captions, and nowhere else', () => {
  const made = linked(source, './') ?? '';
  expect([...made.matchAll(/<GlossaryTerm of="([^"]*)">([^<]*)<\/GlossaryTerm>/gu)].map((match) => [match[1], match[2]])).toEqual([
    ['head', 'head'], ['residual stream', 'residual\nstream'], ['head', 'heads'], ['chain', 'chain'], ['head\u2019s contribution', 'head\u2019s contribution'],
  ]);
  expect(made.replace(/<\/?GlossaryTerm[^>]*>/gu, '').replace('<GlossaryText text={n} />', '{n}').replace(" import GlossaryTerm from './Term.svelte'; import GlossaryText from './TermText.svelte';", '')).toBe(source);
});

it('leaves a component without such words as it is', () => expect(linked('<p>Nothing.</p><h1>{head}</h1><Text of={head} />', './')).toBeNull());
