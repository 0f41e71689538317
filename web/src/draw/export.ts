/**
 * What a figure saves is what it shows: every drawing of a figure gives itself as SVG with all colours written out, and the parts are put where
 * they stand on the screen.
 */

import { wrapped } from '../layout/measure';
import { escapeText, htmlMarkup } from './htmlMarkup';

/** A drawing inside a figure: the element that it fills and its content as SVG markup, in that element's coordinates. */
export interface DrawingPart {
  element: () => Element | null;
  /** Markup without the outer `<svg>`. */
  markup: () => string;
}

const inlined = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'letter-spacing',
  'paint-order',
] as const;

const defaults: Partial<Record<(typeof inlined)[number], string>> = {
  'fill-opacity': '1',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  'font-weight': '400',
  'font-style': 'normal',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
  'letter-spacing': 'normal',
  'paint-order': 'normal',
};

/** An SVG element's children as markup that needs no style sheet. What is marked `data-screen-only` (cursors, hit areas) is left out. */
export function svgMarkup(svg: SVGSVGElement): string {
  const serializer = new XMLSerializer();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  const drop: Element[] = [];
  from.forEach((element, index) => {
    const target = to[index] as Element;
    if (element.hasAttribute('data-screen-only') || element.tagName === 'title') {
      drop.push(target);
      return;
    }
    const style = getComputedStyle(element);
    for (const name of inlined) {
      const value = style.getPropertyValue(name);
      const text = element.tagName === 'text' || element.tagName === 'tspan';
      if (!text && /^(font|text|dominant|letter)/.test(name)) continue;
      if (value && value !== defaults[name]) target.setAttribute(name, value);
      else target.removeAttribute(name);
    }
    target.removeAttribute('class');
    target.removeAttribute('style');
  });
  for (const element of drop) element.remove();
  return [...copy.childNodes].map((node) => serializer.serializeToString(node)).join('');
}

export interface FigureImage {
  width: number;
  height: number;
  svg: string;
}

/** What is written around the drawings of a saved figure. */
export interface FigureWords {
  title: string;
  /** What stands behind the numbers. */
  detail: string;
  caption: string;
  /** Run, and the address at which the figure is seen. */
  origin: readonly string[];
}

/** The whole figure: title, n, drawings with the names and legends beside them, caption, and where it comes from. */
export function composeFigure(
  body: Element,
  parts: readonly DrawingPart[],
  words: FigureWords,
  colors: { paper: string; ink: string; ink2: string; font: string },
): FigureImage {
  const frame = body.getBoundingClientRect();
  const margin = 16;
  const shown = parts.flatMap((part) => {
    const element = part.element();
    const box = element?.getBoundingClientRect();
    return element && box && box.width > 0 && box.height > 0 ? [{ part, element, box }] : [];
  });
  const room = Math.max(320, frame.width, ...shown.map(({ box }) => box.right - frame.left));
  const font = escapeText(colors.font).replaceAll('"', "'");
  const out: string[] = [];
  let y = margin;
  const write = (text: string, size: number, weight: number, fill: string, gap: number) => {
    for (const line of wrapped(text, room, { size, weight })) {
      y += Math.round(size * 1.35);
      out.push(`<text x="${margin}" y="${y}" font-family="${font}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escapeText(line)}</text>`);
    }
    y += gap;
  };
  write(words.title, 15, 650, colors.ink, 0);
  if (words.detail) write(words.detail, 12, 400, colors.ink2, 0);
  y += 12;
  const beside = htmlMarkup(body, shown.map(({ element }) => element), margin, y);
  for (const { part, box } of shown) {
    const [left, top] = [(box.left - frame.left + margin).toFixed(1), (box.top - frame.top + y).toFixed(1)];
    out.push(`<svg x="${left}" y="${top}" width="${box.width.toFixed(1)}" height="${box.height.toFixed(1)}" overflow="visible">${part.markup()}</svg>`);
  }
  out.push(beside.markup);
  y += Math.ceil(Math.max(frame.height, beside.bottom, ...shown.map(({ box }) => box.bottom - frame.top))) + 6;
  if (words.caption) write(words.caption, 12, 400, colors.ink2, 4);
  for (const line of words.origin) write(line, 10.5, 400, colors.ink2, 0);
  const width = Math.ceil(Math.max(room, beside.right)) + 2 * margin;
  const height = y + margin;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="${colors.paper}"/>${out.join('')}</svg>`;
  return { width, height, svg };
}

export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The SVG drawn into a bitmap of twice its size. Needs `img-src blob:` in the Content-Security-Policy. */
export async function toPng(image: FigureImage): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([image.svg], { type: 'image/svg+xml' }));
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width * 2;
    canvas.height = image.height * 2;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser has no canvas');
    context.scale(2, 2);
    context.drawImage(picture, 0, 0);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large for this browser'))), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
