import type { RunSummary } from '../api/contract.g';

/** The run that is shown when none is asked for: of those that learned the task without assistance, as the paper's did, else of all, the one with most to show. */
export function firstRun(runs: readonly RunSummary[]): RunSummary | null {
  const plain = (run: RunSummary) => Number(run.assistance.length === 0 && run.phase === 'solved');
  return [...runs].sort((a, b) => plain(b) - plain(a) || b.analyses - a.analyses || b.checkpoints - a.checkpoints)[0] ?? null;
}
