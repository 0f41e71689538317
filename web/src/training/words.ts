import type { DeskJobState, PresetOffer, RunSummary } from '../api/contract.g';
import { integer, percent } from '../model/format';

/** How long a preset trains, in words. */
export function duration(offer: Pick<PresetOffer, 'minutesFrom' | 'minutesTo'>): string {
  return `about ${offer.minutesFrom} minutes on two free cores, up to ${offer.minutesTo} where they are shared`;
}

/** How far a run is that trains now. */
export function progress(run: Pick<RunSummary, 'lastStep' | 'steps' | 'accuracy'>): string {
  if (run.accuracy === null) return 'no evaluation yet';
  return `step ${integer(run.lastStep)} of ${integer(run.steps)}, ${percent(run.accuracy.value)} right`;
}

/** Seconds until a training has reached its last step, at the speed of its last stretches; null where that is not known yet. */
export function secondsLeft(steps: number, timing: readonly { step: number; from: number; seconds: number }[]): number | null {
  const last = timing.at(-1);
  if (last === undefined) return null;
  // Seconds are counted since the training was begun or taken up: stretches of one sitting only.
  const sitting = timing.filter((one) => one.from === last.from).slice(-6);
  const first = sitting[0];
  if (first === undefined || last.step <= first.step || last.seconds <= first.seconds) return null;
  return ((steps - last.step) * (last.seconds - first.seconds)) / (last.step - first.step);
}

/** "about 4 minutes left" */
export function leftWords(seconds: number): string {
  if (seconds < 50) return 'less than a minute left';
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${Math.max(1, minutes)} ${minutes <= 1 ? 'minute' : 'minutes'} left`;
  return `about ${Math.round(minutes / 60)} hours left`;
}

/** What the server is doing, or did last, in one sentence. `known` is whether the run has an evaluation yet. */
export function saysOf(job: DeskJobState, known: boolean): string {
  const training = job.stage === 'training';
  switch (job.state) {
    case 'running':
      if (training) return known ? `${job.run} is training.` : `${job.run} is starting.`;
      return job.stage === 'phases' ? `The phases of ${job.run} are being found.` : `${job.run} is being analysed.`;
    case 'stopping':
      return `${job.run} is stopping at a whole step.`;
    case 'stopped':
      return training ? `The training of ${job.run} is stopped; nothing is lost.` : `The analyses of ${job.run} are stopped; those that are done stay.`;
    case 'finished':
      return job.stage === 'analyses' ? `${job.run} is analysed.` : `${job.run} is trained.`;
    case 'failed':
      return `${training ? 'The training' : 'The analysis'} of ${job.run} failed.`;
  }
}

/** A seed as it is typed: a whole number that the browser keeps exactly; null for anything else. */
export function seedOf(text: string): number | null {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return /^\d+$/.test(trimmed) && Number.isSafeInteger(value) ? value : null;
}

/** Runs of the user's own that can go on, the furthest first. */
export function resumable(runs: readonly RunSummary[], job: DeskJobState | null): RunSummary[] {
  const busy = job !== null && (job.state === 'running' || job.state === 'stopping') ? job.run : null;
  return runs.filter((run) => !run.reference && run.state === 'stopped' && run.name !== busy).sort((a, b) => b.lastStep / b.steps - a.lastStep / a.steps);
}

/** Trained runs of the user's own of which nothing but perhaps the phases was analysed. */
export function unanalysed(runs: readonly RunSummary[]): RunSummary[] {
  return runs.filter((run) => !run.reference && run.state === 'finished' && run.analyses <= 1);
}
