import type { Claim, Finding, Measure, ReportFigure, Verdict } from '../api/contract.g';
import type { PageName } from './address';
import { interval, percentSign, points, signed, unbroken } from './format';

/** A verdict's word and sign: never colour alone. */
export const verdicts: Readonly<Record<Verdict, { readonly label: string; readonly sign: string }>> = {
  reproduced: { label: 'reproduced', sign: '✓' },
  differs: { label: 'differs', sign: '✗' },
  undecided: { label: 'undecided', sign: '?' },
  notTestable: { label: 'not testable', sign: '∅' },
  notTested: { label: 'not tested', sign: '–' },
};

/** Our number as text, with its interval and n. */
export function measured(measure: Measure): string {
  const n = `n = ${measure.n.toLocaleString('en')}`;
  if (measure.kind === 'share') return `${interval(measure)}, ${n}`;
  return `${points(measure)}, ${n}`;
}

/** What a finding shows: the number where there is one, else what was seen. */
export function findingWords(finding: Finding): string {
  return finding.ours === null ? finding.observation : measured(finding.ours);
}

/** The band that counts as the same, in words; empty where the criterion is no band. */
export function bandWords(finding: Finding): string {
  const { band, ours } = finding;
  if (band === null) return '';
  const name = (value: number) => (ours?.kind === 'difference' ? unbroken(`${signed(value * 100, 0)} points`) : `${+(value * 100).toFixed(2)}${percentSign}`);
  if (band.atLeast !== null && band.atMost !== null) return `${name(band.atLeast)} to ${name(band.atMost)}`;
  if (band.atLeast !== null) return `at least ${name(band.atLeast)}`;
  return band.atMost === null ? '' : `at most ${name(band.atMost)}`;
}

/** The parts of the paper in the report's order, each with its claims and figures. */
export interface ReportPart {
  readonly key: string;
  readonly title: string;
  readonly page: PageName;
  readonly claims: readonly Claim[];
  readonly figures: readonly ReportFigure[];
}

const parts: readonly { readonly key: string; readonly title: string; readonly page: PageName }[] = [
  { key: '2', title: 'Three phases of training', page: 'trajectory' },
  { key: '6', title: 'Other seeds', page: 'trajectory' },
  { key: '7', title: 'Combinations held out', page: 'trajectory' },
  { key: '3', title: 'Where the digit travels', page: 'residual' },
  { key: '10', title: 'Heads', page: 'heads' },
  { key: '4', title: 'The circuit over training', page: 'development' },
  { key: '5', title: 'Subspaces of digits and names', page: 'subspaces' },
  { key: '8', title: 'Longer and shorter programs', page: 'generalisation' },
  { key: '9', title: 'Deeper chains', page: 'generalisation' },
  { key: 'table 1', title: 'The state at newlines', page: 'generalisation' },
];

/** `2b` and `Figure 2b, …` belong to part 2; `Table 1` to `table 1`. */
function partOf(text: string): string {
  if (/table/i.test(text)) return 'table 1';
  return /\d+/.exec(text)?.[0] ?? '';
}

/** Sorts claims and figures by the part of the paper; what belongs nowhere stands at the end. */
export function reportParts(claims: readonly Claim[], figures: readonly ReportFigure[]): ReportPart[] {
  const known = new Set(parts.map((part) => part.key));
  const rest = { key: '', title: 'More', page: 'overview' as PageName };
  return [...parts, rest]
    .map((part) => {
      const belongs = (text: string) => (part === rest ? !known.has(partOf(text)) : partOf(text) === part.key);
      return { ...part, claims: claims.filter((claim) => belongs(claim.figure)), figures: figures.filter((figure) => belongs(figure.label)) };
    })
    .filter((part) => part.claims.length + part.figures.length > 0);
}

/** Whether a figure without a drawing is a table, which stands on the page for printing; else `missing` says why there is nothing. */
export function hasTable(figure: Pick<ReportFigure, 'file' | 'missing'>): boolean {
  return figure.file === null && figure.missing === '';
}
