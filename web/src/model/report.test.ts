import { describe, expect, it } from 'vitest';
import type { Claim, Finding, ReportFigure } from '../api/contract.g';
import { bandWords, findingWords, hasTable, reportParts } from './report';

const claim = (id: string, figure: string): Claim => ({ id, figure, statement: '', rule: '', findings: [], verdict: 'differs', note: '', command: null, nulls: [], seeds: 1 });
const figure = (label: string): ReportFigure => ({ id: label, label, caption: '', file: null, missing: '', command: '' });
const finding = (ours: Finding['ours'], band: Finding['band']): Finding => ({ label: '', paper: '', ours, observation: 'was seen', band, verdict: 'undecided' });

describe('the report', () => {
  it('sorts claims and figures by the part of the paper, and loses none', () => {
    const claims = [claim('a', '3c'), claim('b', '2a'), claim('c', 'table 1'), claim('d', 'section 5')];
    const figures = [figure('Figure 10'), figure('Figure 3b, with more tokens'), figure('Table 1'), figure('Appendix')];
    const sorted = reportParts(claims, figures);
    expect(sorted.map((part) => [part.key, part.claims.length, part.figures.length])).toEqual([
      ['2', 1, 0],
      ['3', 1, 1],
      ['10', 0, 1],
      ['5', 1, 0],
      ['table 1', 1, 1],
      ['', 0, 1],
    ]);
  });

  it('writes numbers with interval and n, and what was seen where there is none', () => {
    expect(findingWords(finding({ kind: 'share', value: 0.5, low: 0.4, high: 0.6, n: 1000 }, null))).toBe('50.0\u00a0% (40.0–60.0), n = 1,000');
    expect(findingWords(finding({ kind: 'difference', value: -0.1, low: -0.2, high: 0, n: 50 }, null))).toBe('−10.0\u00a0points (−20.0 to 0.0), n = 50');
    expect(findingWords(finding(null, null))).toBe('was seen');
  });

  it('writes bands', () => {
    const share = { kind: 'share', value: 0, low: 0, high: 0, n: 1 } as const;
    expect(bandWords(finding(share, { atLeast: 0.8, atMost: null }))).toBe('at least 80\u00a0%');
    expect(bandWords(finding(share, { atLeast: 0.05, atMost: 0.205 }))).toBe('5\u00a0% to 20.5\u00a0%');
    expect(bandWords(finding({ ...share, kind: 'difference' }, { atLeast: null, atMost: -0.1 }))).toBe('at most −10\u00a0points');
    expect(bandWords(finding(share, null))).toBe('');
  });
});

it('tells a table from what was not computed', () => {
  expect(hasTable({ file: null, missing: '' })).toBe(true);
  expect(hasTable({ file: null, missing: 'This analysis has not been run.' })).toBe(false);
  expect(hasTable({ file: 'figures/figure-2a.svg', missing: '' })).toBe(false);
});
