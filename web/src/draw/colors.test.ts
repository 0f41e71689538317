import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('answer lines have the colours of the pages in the report too', () => {
  const [light = '', dark = ''] = read('../styles/tokens.css').split("[data-theme='dark']");
  const [reportLight = '', reportDark = ''] = read('../../../src/Bindscope.Report/Drawing/figure.css').split('@media (prefers-color-scheme: dark)');
  const page = (css: string, series: number) => new RegExp(`--series-${series}: (#[0-9a-f]{6})`, 'u').exec(css)?.[1];
  const report = (css: string, series: number) => new RegExp(`svg\\.figure \\.s${series} \\{ stroke: (#[0-9a-f]{6})`, 'u').exec(css)?.[1];
  // Line 1, line 2, later lines: series 1, 2 and 3 of the report.
  for (const [of, is] of [[1, 2], [2, 5], [3, 1]] as const) {
    expect(page(light, is)).toBeDefined();
    expect(report(reportLight, of)).toBe(page(light, is));
    expect(report(reportDark, of)).toBe(page(dark, is));
  }
});
