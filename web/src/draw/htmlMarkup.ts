/**
 * What stands in a figure beside its drawings (titles of panels, legends, lists, tables) as SVG, where it stands on the screen: each line of text,
 * and the backgrounds and borders of swatches, boxes and rows.
 */

export interface MarkupExtent {
  markup: string;
  /** How far it reaches, from the frame's left upper corner. */
  right: number;
  bottom: number;
}

const leftOut = '.no-print, .visually-hidden, [aria-hidden="true"], select, input, textarea, canvas, svg, script, style, [role="status"]';

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const quoted = (value: string): string => escapeText(value).replaceAll('"', "'");
const drawn = (color: string): boolean => color !== 'transparent' && !/,\s*0\)$/u.test(color) && !/\/\s*0\)$/u.test(color);

/** The lines of a text node as the browser broke them. */
function linesOf(node: Text): { text: string; box: DOMRect }[] {
  const lines: { text: string; box: DOMRect }[] = [];
  const range = document.createRange();
  for (const word of node.data.matchAll(/\S+\s*/gu)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].trimEnd().length);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.box.top - box.top) < box.height / 2) {
      last.text += ` ${word[0].trimEnd()}`;
      last.box = new DOMRect(last.box.left, last.box.top, box.right - last.box.left, last.box.height);
    } else lines.push({ text: word[0].trimEnd(), box });
  }
  return lines;
}

/**
 * @param taken elements that give themselves as drawings
 * @param x, y where the frame's corner stands in the picture
 */
export function htmlMarkup(root: Element, taken: readonly Element[], x: number, y: number): MarkupExtent {
  const frame = root.getBoundingClientRect();
  const out: string[] = [];
  const extent = { right: 0, bottom: 0 };
  const at = (box: DOMRect) => {
    extent.right = Math.max(extent.right, box.right - frame.left);
    extent.bottom = Math.max(extent.bottom, box.bottom - frame.top);
    return { left: box.left - frame.left + x, top: box.top - frame.top + y };
  };
  const box = (element: Element, style: CSSStyleDeclaration) => {
    const size = element.getBoundingClientRect();
    if (size.width === 0 && size.height === 0) return;
    const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).map((side) => ({ width: Number.parseFloat(style[`border${side}Width`]) || 0, color: style[`border${side}Color`] }));
    if (!drawn(style.backgroundColor) && sides.every((side) => side.width === 0 || !drawn(side.color))) return;
    const { left, top } = at(size);
    if (drawn(style.backgroundColor)) {
      out.push(`<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${size.width.toFixed(1)}" height="${size.height.toFixed(1)}" rx="${Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, size.height / 2)}" fill="${quoted(style.backgroundColor)}"/>`);
    }
    const [a, b, c, d] = [[left, top], [left + size.width, top], [left + size.width, top + size.height], [left, top + size.height]] as const;
    for (const [index, [from, to]] of ([[a, b], [b, c], [d, c], [a, d]] as const).entries()) {
      const side = sides[index];
      if (side && side.width > 0 && drawn(side.color)) {
        out.push(`<line x1="${from[0].toFixed(1)}" y1="${from[1].toFixed(1)}" x2="${to[0].toFixed(1)}" y2="${to[1].toFixed(1)}" stroke="${quoted(side.color)}" stroke-width="${side.width}"/>`);
      }
    }
  };
  const walk = (element: Element) => {
    if (taken.includes(element) || element.matches(leftOut)) return;
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden') return;
    if (element !== root && !element.matches('button')) box(element, style);
    for (const child of element.childNodes) {
      if (child instanceof Element) walk(child);
      else if (child instanceof Text) {
        for (const line of linesOf(child)) {
          const { left, top } = at(line.box);
          out.push(
            `<text x="${left.toFixed(1)}" y="${(top + 0.78 * line.box.height).toFixed(1)}" font-family="${quoted(style.fontFamily)}" font-size="${style.fontSize}" font-weight="${style.fontWeight}" fill="${quoted(style.color)}">${escapeText(line.text)}</text>`,
          );
        }
      }
    }
  };
  walk(root);
  return { markup: out.join(''), ...extent };
}
