import { liveCode } from '../model/python';
import { catalogue, shown } from '../state.svelte';
import { get, NeedsServerError, runPath } from './client';
import type { LivePart, LiveProgram, PairPatchResult } from './contract.g';
import type { LiveSource } from './liveSource';
import { pythonProgram, pythonRun } from './pythonRun';
import { type ChosenPatch, interventionOf, writePatches } from '../model/patches';
import { type Resource, resource, type ResourceState } from './resource.svelte';

/** Whether the run's model has positions for the program that is shown; true until both are known. */
export function programFits(): boolean {
  const positions = catalogue.detail?.spec.preset.model.positions;
  return positions === undefined || shown.program === null || 4 * shown.program.lines.length + 3 <= positions;
}

/** Why a live figure has nothing to show, in words; null where it has. */
export function whyNot(): string | null {
  const positions = catalogue.detail?.spec.preset.model.positions;
  const { program, source } = shown;
  if (program === null) return 'There is no program yet: type one into the program bar.';
  if (!programFits()) {
    return `This program has ${4 * program.lines.length + 3} tokens; the model of this run has positions for ${positions ?? '?'}.`;
  }
  if (source !== null && source.lines.length !== program.lines.length) {
    return 'The counterfactual has another number of lines than the program, so tokens cannot be exchanged one for one.';
  }
  return null;
}

/** How a figure of live numbers stands. `drawn`: whether the numbers that are here are those of the program that is shown. */
export function liveFigure(numbers: Resource<unknown>, drawn = true): { state: ResourceState; message: string | null; badge: Badge; python: string | null } {
  const why = whyNot();
  const { state } = numbers;
  return {
    state: why !== null && catalogue.exampleKnown ? 'empty' : state === 'idle' || (state === 'ready' && !drawn) ? 'loading' : state,
    message: why ?? numbers.message,
    badge: state === 'needs server' ? state : liveBadge(),
    python: why === null ? numbers.python : null,
  };
}

type Badge = LiveSource['badge'] | 'precomputed' | 'needs server';

/** How the shown program's numbers come: the example's are in every exported folder, all others are computed by a server or in the page. */
function liveBadge(): Badge {
  return catalogue.storesExample && shown.isExample ? 'precomputed' : (catalogue.source?.badge ?? 'needs server');
}

/**
 * Parts of the shown program at a checkpoint: the shown one, or for instance the pinned one. Follows program, counterfactual and scrubber, waits until they rest, and stops what is no
 * longer wanted; while new numbers come, the last ones stay. `of`: the run, where it is not the shown one.
 */
export function liveProgram(parts: readonly LivePart[], at: () => number | null = () => shown.checkpoint, of: () => string | null = () => catalogue.runName): Resource<LiveProgram> {
  const found = resource<LiveProgram>(
    () => {
      const { program, source } = shown;
      const checkpoint = at();
      const run = of();
      // The site must be known first: it decides who is asked.
      if (run === null || checkpoint === null || !catalogue.site || !program || !source || whyNot() !== null) return null;
      return `${run} ${checkpoint} ${program.text} ${source.text} ${catalogue.sourceOf(run)?.badge}`;
    },
    async (signal) => {
      const [run, step, answers] = [of() ?? '', at() ?? 0, catalogue.sourceOf(of())];
      if (catalogue.storesExample && shown.isExample && run === catalogue.runName) return get<LiveProgram>(runPath(run, `example/${step}.json`), { signal });
      if (answers === null) throw new NeedsServerError();
      return answers.program(run, step, { program: shown.program?.text ?? '', source: shown.source?.text ?? '', parts: [...parts] }, signal);
    },
    { wait: 110 },
  );
  found.code = () => {
    const [shownRun, asked] = [pythonRun(), pythonProgram(at())];
    return shownRun === null || asked === null ? null : liveCode(shownRun, asked, parts);
  };
  return found;
}

/** What the model says of the shown program at the shown checkpoint with some patches, all in one pass; nothing where there are none. */
export function livePatches(list: () => readonly ChosenPatch[]): Resource<PairPatchResult> {
  return resource<PairPatchResult>(
    () => {
      const [run, checkpoint, text] = [catalogue.runName, shown.checkpoint, writePatches(list())];
      if (text === null || run === null || checkpoint === null || !catalogue.site || whyNot() !== null) return null;
      return `${run} ${checkpoint} ${shown.program?.text} ${shown.source?.text} ${text}`;
    },
    async (signal) => {
      if (catalogue.source === null) throw new NeedsServerError();
      const request = { program: shown.program?.text ?? '', source: shown.source?.text ?? '', interventions: list().map(interventionOf) };
      return catalogue.source.patch(catalogue.runName ?? '', shown.checkpoint ?? 0, request, signal);
    },
    { wait: 90 },
  );
}
