/** The reproduction, claim by claim: data/report/{run}/report.json. */

export type Verdict = 'reproduced' | 'differs' | 'undecided' | 'notTestable' | 'notTested';

export interface Measure {
  kind: 'share' | 'difference';
  value: number;
  low: number;
  high: number;
  n: number;
}

export interface Band {
  atLeast: number | null;
  atMost: number | null;
}

export interface Finding {
  label: string;
  /** What the paper says, in words. */
  paper: string;
  ours: Measure | null;
  observation: string;
  band: Band | null;
  verdict: Verdict;
}

export interface Claim {
  id: string;
  /** The paper's figure or table. */
  figure: string;
  statement: string;
  /** The criterion, in words. */
  rule: string;
  findings: Finding[];
  verdict: Verdict;
  note: string;
  command: string | null;
  nulls: NullScore[];
  /** Trainings that the verdict speaks for. */
  seeds: number;
}

/** What a model without the thing claimed scores on the criterion. */
export interface NullScore {
  model: string;
  observation: string;
  passes: boolean;
}

export interface ReportFigure {
  id: string;
  label: string;
  caption: string;
  /** Below data/report/{run}/; null for a table, and where there is nothing. */
  file: string | null;
  /** Why there is nothing; empty where there is something. */
  missing: string;
  command: string;
}

export interface ReportDocument {
  format: number;
  run: string;
  preset: string;
  seed: number;
  step: number;
  steps: number;
  parameters: number;
  assistance: string[];
  against: string;
  also: string | null;
  reproduced: number;
  differs: number;
  undecided: number;
  notTestable: number;
  notTested: number;
  claims: Claim[];
  figures: ReportFigure[];
}
