/** The engine's thread: answers one question after the other, the newest first, and leaves out those that nobody waits for any more. */

import { type Answers, readPair } from './answers';
import { Checkpoints } from './checkpoints';
import type { Answer, FromWorker, Question, ToWorker } from './messages';
import { Unfit } from './module';
import { parse } from '../src/model/program';

type Asked = Extract<ToWorker, { place: unknown }>;

/** Milliseconds of work until messages are looked at. */
const stretch = 12;

const checkpoints = new Checkpoints();
const waiting: Asked[] = [];
let current: number | null = null;
let stopped = false;

const post = (message: FromWorker) => postMessage(message);

/** A turn of the event loop, without the delay of a timer. */
const turns = new MessageChannel();
const turn = (): Promise<void> =>
  new Promise((done) => {
    turns.port1.onmessage = () => done();
    turns.port2.postMessage(null);
  });

let since = 0;
async function rest(): Promise<void> {
  if (performance.now() - since < stretch) return;
  await turn();
  since = performance.now();
  if (stopped) throw new Error('no longer wanted');
}

async function answer(answers: Answers, question: Question): Promise<Answer> {
  switch (question.kind) {
    case 'program':
      return answers.program(readPair(question.program, question.source), question.parts, rest);
    case 'patch':
      return answers.patch(readPair(question.program, question.source), question.interventions);
    case 'colon': {
      const { program } = parse(question.program);
      if (program === null) throw new Error('this is no program');
      return answers.colon(program);
    }
  }
}

async function work(): Promise<void> {
  for (let asked = waiting.pop(); asked !== undefined; asked = waiting.pop()) {
    const { id, place, question } = asked;
    current = id;
    stopped = false;
    since = performance.now();
    try {
      const answers = await checkpoints.answers(place);
      if (!stopped) post({ id, answer: await answer(answers, question) });
    } catch (error) {
      if (!stopped) post({ id, failure: (error as Error).message, unfit: error instanceof Unfit });
    }
  }
  current = null;
}

onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if ('stop' in data) {
    if (data.id === current) stopped = true;
    const at = waiting.findIndex(({ id }) => id === data.id);
    if (at >= 0) waiting.splice(at, 1);
    return;
  }
  waiting.push(data);
  if (current === null) void work();
};
