/** A training's thread: update after update, an evaluation where one is due, the weights of every checkpoint; stands still while it is paused. */

import type { Evaluation, Preset } from '../../src/api/contract.g';
import { programText } from '../../src/model/language';
import { compiled } from '../module';
import { cadence, evaluate, tested } from './evaluation';
import { draw } from './programs';
import { Random } from './random';
import { Trainer } from './trainer';

export type ToTraining = { readonly preset: Preset; readonly seed: number } | { readonly paused: boolean };

export type FromTraining =
  /** The program that the pages begin with. */
  | { readonly example: string }
  | { readonly step: number }
  | { readonly line: Evaluation }
  | { readonly checkpoint: number; readonly weights: Float32Array<ArrayBuffer> }
  | { readonly finished: true }
  | { readonly failure: string };

const post = (message: FromTraining, transfer: Transferable[] = []) => postMessage(message, { transfer });
let paused = false;
let goOn = (): void => undefined;

/** A turn of the event loop, so that messages are seen. */
const turns = new MessageChannel();
const turn = (): Promise<void> =>
  new Promise((done) => {
    turns.port1.onmessage = () => done();
    turns.port2.postMessage(null);
  });

async function train(preset: Preset, seed: number): Promise<void> {
  const { steps, evaluationPrograms, evaluations, checkpoints } = preset.training as Preset['training'] & Record<'evaluations' | 'checkpoints', { first: number; every: number }>;
  const { lines, maximumHops } = preset.task;
  const random = new Random(seed + 0x7e57);
  const tests = Array.from({ length: evaluationPrograms }, () => tested(draw(preset.task, { lines, maximumHops, until: 0, review: 0, fewNames: 0 }, random)));
  const example = tests.find(({ execution }) => execution.hops === maximumHops && execution.rootLine >= 3) ?? tests[0];
  if (example) post({ example: programText(example.program) });
  const trainer = new Trainer(await compiled(), preset, seed);
  const kept = cadence(checkpoints, steps);
  const due = new Set([...cadence(evaluations, steps), ...kept]);
  let measured = { loss: 0, accuracy: 0, updates: 0 };
  let said = 0;
  for (;;) {
    const { step } = trainer;
    if (due.has(step)) {
      const updates = Math.max(1, measured.updates);
      const line = evaluate(tests, tests.map(({ program }) => trainer.answer(program)), {
        step, loss: measured.loss / updates, learningRate: step === 0 ? 0 : trainer.rateAt(step - 1), trainAccuracy: measured.accuracy / updates,
      });
      if (!Number.isFinite(line.loss)) throw new Error(`the loss became ${line.loss} before step ${step}`);
      measured = { loss: 0, accuracy: 0, updates: 0 };
      post({ line });
    }
    if (kept.has(step)) {
      const weights = trainer.parameters();
      post({ checkpoint: step, weights }, [weights.buffer]);
    }
    if (step === steps) break;
    if (performance.now() - said > 200) {
      post({ step });
      await turn();
      while (paused) await new Promise<void>((done) => (goOn = done));
      said = performance.now();
    }
    const { loss, accuracy } = trainer.advance();
    measured = { loss: measured.loss + loss, accuracy: measured.accuracy + accuracy, updates: measured.updates + 1 };
  }
  post({ finished: true });
}

onmessage = ({ data }: MessageEvent<ToTraining>) => {
  if ('paused' in data) {
    paused = data.paused;
    if (!paused) goOn();
  } else train(data.preset, data.seed).catch((error: unknown) => post({ failure: (error as Error).message }));
};
