import { interpolateRgb, piecewise } from 'd3-interpolate';
import { scaleLinear } from 'd3-scale';
import { theme } from '../theme.svelte';

export type ScaleKind = 'sequential' | 'diverging';

export interface ColorScale {
  kind: ScaleKind;
  domain: [number, number];
  of(value: number | null): string;
  /** Ink that can be read on the colour. */
  inkOn(value: number | null): string;
}

function luminance(color: string): number {
  const parts = /(\d+)\D+(\d+)\D+(\d+)/.exec(color);
  if (!parts) return 1;
  const channel = (text: string | undefined) => {
    const value = Number(text) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(parts[1]) + 0.7152 * channel(parts[2]) + 0.0722 * channel(parts[3]);
}

/**
 * The colours of a heat map, from the design's custom properties: sequential for shares and probabilities, diverging for effects. A diverging
 * domain is always made symmetric, so that the middle colour is exactly 0.
 */
export function colorScale(kind: ScaleKind, domain: [number, number]): ColorScale {
  const missing = toRgb(theme.color('--missing'));
  const ramp: (share: number) => string =
    kind === 'sequential'
      ? piecewise(interpolateRgb.gamma(1), [0, 1, 2, 3, 4].map((index) => theme.color(`--sequence-${index}`)))
      : piecewise(interpolateRgb.gamma(1), ['--diverge-low', '--diverge-mid', '--diverge-high'].map((name) => theme.color(name)));
  const extent = Math.max(Math.abs(domain[0]), Math.abs(domain[1])) || 1;
  const used: [number, number] = kind === 'diverging' ? [-extent, extent] : domain[0] === domain[1] ? [domain[0], domain[0] + 1] : domain;
  const share = scaleLinear().domain(used).range([0, 1]).clamp(true);
  const known = new Map<number, string>();
  const of = (value: number | null): string => {
    if (value === null || Number.isNaN(value)) return missing;
    // 256 steps: equal colours repeat, so pictures join neighbouring cells.
    const step = Math.round(share(value) * 255);
    let color = known.get(step);
    if (color === undefined) {
      color = ramp(step / 255);
      known.set(step, color);
    }
    return color;
  };
  return {
    kind,
    domain: used,
    of,
    inkOn: (value) => (luminance(toRgb(of(value))) > 0.22 ? '#15181d' : '#ffffff'),
  };
}

/** Colours written as #rgb or #rrggbb in the form in which scales write them, so that equal colours are equal texts. */
function toRgb(color: string): string {
  const brief = /^#(.)(.)(.)$/.exec(color);
  if (brief) return toRgb(`#${brief.slice(1).map((digit) => digit + digit).join('')}`);
  const hex = /^#(..)(..)(..)$/.exec(color);
  return hex ? `rgb(${parseInt(hex[1] as string, 16)}, ${parseInt(hex[2] as string, 16)}, ${parseInt(hex[3] as string, 16)})` : color;
}

/** Ordered series (answer lines 1-16, hops 1-4): a ramp from the accent to warm, never lighter than can be read. */
export function orderedColors(count: number): string[] {
  void theme.version;
  const dark = theme.current === 'dark';
  const ramp = piecewise(
    interpolateRgb.gamma(1.4),
    dark ? ['#ff9a62', '#e59ad3', '#8fa8ff', '#63c7c0'] : ['#c4520c', '#a23a78', '#4a4fb0', '#0f7a86'],
  );
  return Array.from({ length: count }, (_, index) => ramp(count === 1 ? 0 : index / (count - 1)));
}

/** Digits 0-9: ten colours of two lightnesses, always with their number beside. */
export function digitColors(): string[] {
  void theme.version;
  return theme.current === 'dark'
    ? ['#6aaede', '#1f5f8f', '#f0a773', '#a85a24', '#78c79f', '#2c7a55', '#d79acb', '#86437a', '#d9c071', '#86701f']
    : ['#1f6698', '#9cc4e0', '#b8571a', '#efb58c', '#2a7d58', '#9fd4ba', '#87417a', '#d9a9cf', '#8a6d12', '#e0cc8a'];
}
