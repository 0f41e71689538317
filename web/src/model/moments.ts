import type { Phase } from '../api/contract.g';
import { nearest } from './checkpoints';
import { phaseName } from './phases';

/** Checkpoints at which to look at one program: one in the middle of each phase of which one is kept, and the last. */
export function tellingMoments(phases: readonly Phase[], steps: readonly number[]): { step: number; name: string }[] {
  const found: { step: number; name: string }[] = [];
  for (const phase of phases) {
    const wanted = phase === phases.at(-1) ? phase.lastStep : Math.sqrt(Math.max(1, phase.firstStep) * Math.max(1, phase.lastStep));
    const step = nearest(steps, phase.kind === 'chance' ? phase.firstStep : wanted);
    if (step !== null && step >= phase.firstStep && step <= phase.lastStep && !found.some((one) => one.step === step)) found.push({ step, name: phaseName(phase.kind) });
  }
  const last = steps.at(-1);
  if (found.length === 0 && last !== undefined) found.push({ step: last, name: 'last checkpoint' });
  return found;
}
