import type { Phase } from '../api/contract';
import type { PageName } from '../model/address';
import { nearest } from '../model/checkpoints';
import { integer, percent } from '../model/format';
import { paper } from '../model/paper';
import { phaseOf } from '../model/trajectory';
import { facts } from '../shell/facts.svelte';
import { catalogue, shown } from '../state.svelte';

export interface TourStep {
  page: PageName;
  title: string;
  /** Paragraphs, with the run's own numbers. */
  text: () => string[];
  /** What the page shows then; read when the step is opened. */
  where: () => { step?: number | null; own?: Record<string, string> };
}

const phase = (kind: Phase['kind']): Phase | null => phaseOf(catalogue.phases, kind);

/** A stored checkpoint in the middle of a phase on the axis of steps, counted in multiples. */
function within(kind: Phase['kind'], otherwise: 'first' | 'last'): number | null {
  const found = phase(kind);
  if (found === null) return (otherwise === 'first' ? catalogue.steps[0] : catalogue.steps.at(-1)) ?? null;
  return nearest(catalogue.steps, Math.sqrt(Math.max(1, found.firstStep) * Math.max(1, found.lastStep)));
}

const last = (): number | null => catalogue.steps.at(-1) ?? null;

function sentence(page: PageName, otherwise: string): string {
  return facts.of(page)?.sentence ?? otherwise;
}

/** The tour: links into the real pages, told with this run's numbers. */
export const steps: TourStep[] = [
  {
    page: 'program',
    title: 'A program and its question',
    where: () => ({ step: last() }),
    text: () => {
      const program = shown.program;
      if (program === null) return ['Every line gives a variable a value. The last line asks for one variable.'];
      return [
        `This program has ${program.lines.length} lines. The last asks for ${program.query}. Following it back over ${program.hops} ${program.hops === 1 ? 'line' : 'lines'} leads to the digit ${program.answer} on line ${program.rootLine}: that is the answer.`,
        'The coloured path is the chain; grey lines distract. Step through the program, or change a token and watch the path move.',
      ];
    },
  },
  {
    page: 'trajectory',
    title: 'The skill arrives in phases',
    where: () => ({ step: within('chance', 'first') }),
    text: () => {
      const seen = catalogue.phases.filter((one) => one.kind !== 'other');
      return [
        seen.length > 0
          ? `The curve is the share of new programs answered rightly. In this run: ${seen.map((one) => `${percent(one.accuracy.value)} in the ${one.kind === 'solved' ? 'solved' : one.kind} phase (steps ${integer(one.firstStep)}–${integer(one.lastStep)})`).join(', ')}.`
          : 'The curve is the share of new programs answered rightly, over the steps of training.',
        `The dashed grey lines are the paper’s numbers for its own phases: about ${percent(paper.phases.chance.accuracy, 0)}, ${percent(paper.phases.heuristic.accuracy, 0)} and ${percent(paper.phases.solved.accuracy, 0)}. The bar at the top is the time machine: drag it on any page.`,
      ];
    },
  },
  {
    page: 'checkpoint',
    title: 'The short cuts',
    where: () => ({ step: within('heuristic', 'last') }),
    text: () => {
      const found = phase('heuristic');
      return [
        found === null
          ? 'Between guessing and solving, models often rest on rules of thumb: say the first digit that stands in the program.'
          : `We are in the middle of the long plateau. Here the model says line 1’s digit in ${percent(found.agreement.line1Constant)} of programs, and one of the first two digits in ${percent(found.agreement.firstTwoConstants)}, whatever is asked.`,
        'The figure sorts its answers by what they are: right, line 1’s digit, the second digit, something else.',
      ];
    },
  },
  {
    page: 'logits',
    title: 'Making up its mind',
    where: () => ({ step: last() }),
    text: () => [
      'A Transformer works in layers. Reading each layer as if it were the last shows when the answer appears, and whether line 1’s digit was there before it.',
      'Rows are layers, the colours say how strongly each digit is favoured. Scrub back to the plateau and compare.',
    ],
  },
  {
    page: 'residual',
    title: 'Where is the digit now?',
    where: () => ({ step: last() }),
    text: () => [
      'To find out where the network keeps the answer, we run it on a second program that differs in one digit, and copy one vector from that run into this one. If the answer changes to the other digit, that vector carried it.',
      sentence('residual', 'Each cell of the map is one such experiment: a token and a layer.'),
    ],
  },
  {
    page: 'heads',
    title: 'Who carries it',
    where: () => ({ step: last() }),
    text: () => [
      'Information moves between tokens only through attention heads. The same experiment on single heads finds the few that move the digit.',
      sentence('heads', 'The map shows every head at every token of the chain.'),
    ],
  },
  {
    page: 'development',
    title: 'How the circuit grows',
    where: () => ({ step: last() }),
    text: () => [
      sentence('development', 'The same places, followed over all checkpoints of training.'),
      'The paper’s claim is that learning is cumulative: the circuit is built on top of the short cuts, which stay in use where they work. Compare the curve of the short cut with those of the circuit.',
    ],
  },
  {
    page: 'subspaces',
    title: 'The shape of a digit',
    where: () => ({ step: last() }),
    text: () => [
      sentence('subspaces', 'Digits and names live in a few directions of a long vector.'),
      'Scrub through training and see the cloud of points fall into clusters, one for each digit.',
    ],
  },
  {
    page: 'generalisation',
    title: 'Did it learn the rule?',
    where: () => ({ step: last() }),
    text: () => [
      sentence('generalisation', 'Longer programs and deeper chains than any it was trained on are the test.'),
      'The paper’s model, much larger, goes well beyond its training when the answer stands after the first lines.',
    ],
  },
  {
    page: 'report',
    title: 'All of it beside the paper',
    where: () => ({ step: last() }),
    text: () => [
      'The report puts every number of this run beside the paper’s, with what falls short.',
      'From here: type your own program on the program page, press ? for the keys, or open another run at the top.',
    ],
  },
];
