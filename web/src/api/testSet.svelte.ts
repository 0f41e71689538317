import { stored } from './stored.svelte';
import type { BehaviourResult } from './contract.g';
import { traceTestProgram, type TestProgram } from '../model/testPrograms';

const traced = new WeakMap<BehaviourResult, readonly TestProgram[] | null>();

/** The programs that the behaviour analysis asked, run once; null in results that do not hold them. */
export function testProgramsOf(result: BehaviourResult): readonly TestProgram[] | null {
  let programs = traced.get(result);
  if (programs === undefined) {
    programs = result.texts?.map((text, index) => traceTestProgram(index, text)) ?? null;
    traced.set(result, programs);
  }
  return programs;
}

/** The behaviour analysis of the run that is looked at. */
export function behaviour() {
  return stored<BehaviourResult>(() => 'behaviour');
}

/** Said where an analysis of an older build lacks the programs. */
export const withoutTexts =
  'This run’s behaviour analysis was written by an older build and does not hold the programs. Run it again: its checkpoints are kept, so that takes seconds.';
