/** Links to one figure, and frames that show it in other pages. */

/** The whole address of a link of this site, which begins with #. */
export const shareLink = (here: string, hash: string): string => here.replace(/#.*$/su, '') + hash;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The element that shows a figure in another page. */
export const iframeFor = (address: string, title: string): string =>
  `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="640" style="border: 0" loading="lazy"></iframe>`;
