/**
 * Who answers what is asked live: the server, or the engine in this page where the site is a folder that holds the weights. Pages ask through this
 * and do not know which; only the badge says it.
 */

import type { EngineClient } from '../../engine/client';
import type { Place, Question } from '../../engine/messages';
import { checkpointCall, get, madeHere, NeedsServerError, post, runPath, stepName } from './client';
import type {
  CheckpointLogits, LiveProgram, LiveRequest, PairPatchResult, PatchRequest, ProgramsResult, ProgramText, RunPage, TrainingLogits,
} from './contract.g';

export interface LiveSource {
  readonly badge: 'live (server)' | 'live (in this page)';
  /** Parts of a program at a checkpoint. */
  program(run: string, step: number, request: LiveRequest, signal?: AbortSignal): Promise<LiveProgram>;
  /** Patches in a program, all in one forward pass. */
  patch(run: string, step: number, request: PatchRequest, signal?: AbortSignal): Promise<PairPatchResult>;
  /** A program's answer at every checkpoint. */
  overTraining(run: string, program: { text: string; answer: number }, signal?: AbortSignal): Promise<TrainingLogits>;
  /** A test program; without a source its default counterfactual is meant. */
  random(run: string): Promise<Omit<ProgramText, 'source'> & { source: string | null }>;
}

export const server: LiveSource = {
  badge: 'live (server)',
  program: (run, step, request, signal) => post(checkpointCall(run, step, 'live'), request, { signal }),
  patch: (run, step, request, signal) => post(checkpointCall(run, step, 'patch'), request, { signal }),
  overTraining: (run, { text }, signal) => post(`api/runs/${encodeURIComponent(run)}/logits-over-training`, { program: text }, { signal }),
  random: (run) => post('api/program/random', { run }, { keep: false }),
};

let engine: Promise<EngineClient> | null = null;

async function ask<T extends LiveProgram | PairPatchResult | CheckpointLogits>(run: string, step: number, question: Question, signal?: AbortSignal): Promise<T> {
  const [{ UnfitError }, client, { spec }] = await Promise.all([
    import('../../engine/client'),
    (engine ??= import('../../engine/client').then(({ EngineClient }) => new EngineClient())),
    get<RunPage>(runPath(run, 'run.json')),
  ]);
  const weights = madeHere(run) ? await get<string>(runPath(run, `checkpoints/${stepName(step)}/weights.safetensors`)) : undefined;
  const place: Place = { folder: new URL(runPath(run, ''), document.baseURI).href, step, spec: spec.preset.model, weights };
  return client.ask<T>(place, question, signal).catch((error: unknown) => {
    throw error instanceof UnfitError ? new NeedsServerError(error.message) : error;
  });
}

export const page: LiveSource = {
  badge: 'live (in this page)',
  program: (run, step, request, signal) => ask(run, step, { kind: 'program', ...request }, signal),
  patch: (run, step, request, signal) => ask(run, step, { kind: 'patch', ...request }, signal),
  async overTraining(run, { text, answer }, signal) {
    const { checkpoints } = await get<RunPage>(runPath(run, 'run.json'), { signal });
    const all = await Promise.all(checkpoints.map(({ step }) => ask<CheckpointLogits>(run, step, { kind: 'colon', program: text }, signal)));
    return { program: text, answer, layers: (all[0]?.lens.length ?? 1) - 1, checkpoints: all };
  },
  async random(run) {
    const { programs } = await get<ProgramsResult>(runPath(run, 'programs.json'));
    const one = programs[Math.floor(Math.random() * programs.length)];
    if (one === undefined) throw new Error('No test programs are kept with this run.');
    return { text: one.text, source: null };
  },
};
