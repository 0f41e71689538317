import { expect, it } from 'vitest';
import { iframeFor, shareLink } from './share';

it('makes whole links, whatever stood behind the address before', () => {
  expect(shareLink('https://example.org/some/folder/?x=1#/overview', '#/residual?run=a&step=5')).toBe('https://example.org/some/folder/?x=1#/residual?run=a&step=5');
});

it('makes frames whose address and title cannot end the element', () => {
  expect(iframeFor('https://example.org/#/residual?run=a&program=k=2,?k', 'A "figure" <x>')).toBe(
    '<iframe src="https://example.org/#/residual?run=a&amp;program=k=2,?k" title="A &quot;figure&quot; &lt;x>" width="100%" height="640" style="border: 0" loading="lazy"></iframe>',
  );
});
