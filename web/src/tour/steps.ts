import { testProgramsOf } from '../api/testSet.svelte';
import type { BehaviourResult, Phase } from '../api/contract.g';
import type { PageName } from '../model/address';
import { attributeOf, crossTable } from '../model/attributes';
import { behaviourAt, programsAt } from '../model/behaviour';
import { nearest } from '../model/checkpoints';
import { integer, percentSign, percentsAlike } from '../model/format';
import { paper } from '../api/constants.g';
import { hasThreePhases, phasesSentence } from '../model/phases';
import { phaseOf } from '../model/trajectory';
import { facts } from '../shell/facts.svelte';
import { catalogue, shown } from '../state.svelte';

export interface TourStep {
  page: PageName;
  /** The figure that has the numbers of the text. */
  figure: string;
  title: string;
  /**
   * Paragraphs: what is done, and what the run's data say. What the paper states stands behind "The paper".
   * @param answers what the model says of every test program; only on the checkpoint's page
   */
  text: (answers: BehaviourResult | null) => string[];
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

/** Whether the tour shows a checkpoint of a phase: a run may have kept none. */
function shows(kind: Phase['kind']): boolean {
  const [found, step] = [phase(kind), within(kind, 'last')];
  return found !== null && step !== null && step >= found.firstStep && step <= found.lastStep;
}

const last = (): number | null => catalogue.steps.at(-1) ?? null;

/** The finding of a page, where the run has one; nothing else is claimed. */
const found = (page: PageName, figure: string): string[] => {
  const finding = facts.findings.find((one) => one.page === page && one.figure === figure);
  return finding ? [finding.sentence] : [];
};

/** Shows the figure of a page's finding as the finding means it. */
const findingsPlace = (page: PageName, figure: string) => {
  const finding = facts.findings.find((one) => one.page === page && one.figure === figure);
  return { step: finding?.step ?? last(), own: finding?.own ?? {} };
};

/** What becomes of the test programs at the shown checkpoint, as the figure sorts them. */
function outcomes(answers: BehaviourResult | null): string | null {
  const programs = answers ? testProgramsOf(answers) : null;
  const at = answers && shown.checkpoint !== null ? behaviourAt(answers, shown.checkpoint) : null;
  if (programs === null || at === null) return null;
  const outcome = attributeOf('outcome', 'outcome');
  const table = crossTable(programsAt(programs, at), outcome, outcome);
  if (table.total === 0) return null;
  const shares = percentsAlike(table.columns.map((column) => column.count / table.total));
  return `At step ${integer(at.step)}, of ${integer(table.total)} test programs: ${table.columns.map((column, index) => `${shares[index]} ${column.label}`).join(', ')}.`;
}

/** The tour: links into the real pages, told with this run's numbers. */
export const steps: TourStep[] = [
  {
    page: 'program',
    figure: 'program-graph',
    title: 'A program and its question',
    where: () => ({ step: last() }),
    text: () => {
      const program = shown.program;
      if (program === null) return ['Every line gives a variable a value. The last line asks for one variable.'];
      return [
        `This program has ${program.lines.length} ${program.lines.length === 1 ? 'line' : 'lines'}. The query asks for ${program.query}. Following it back over ${program.hops} ${program.hops === 1 ? 'line' : 'lines'} leads to the digit ${program.answer} on line ${program.rootLine}: that is the answer.`,
        'The coloured path is the chain; grey lines distract. Step through the program, or change a token and watch the path move.',
      ];
    },
  },
  {
    page: 'trajectory',
    figure: 'phases',
    title: 'How the skill arrives',
    where: () => ({ step: within('chance', 'first') }),
    text: () => [
      `The curve is the share of programs it never trained on that it answers rightly.${catalogue.phases.length > 0 ? ` ${hasThreePhases(catalogue.phases) ? 'This run has the paper’s three phases.' : 'This run is not like the paper’s.'} ${phasesSentence(catalogue.phases)}` : ''}`,
      ...(catalogue.steps.length > 1 ? ['The bar at the top is the time machine: drag it on any page.'] : []),
      `The paper, for its own phases (the dashed grey lines): about ${Math.round(paper.phases.chance.accuracy * 100)}, ${Math.round(paper.phases.heuristic.accuracy * 100)} and ${Math.round(paper.phases.solved.accuracy * 100)}${percentSign}.`,
    ],
  },
  {
    page: 'checkpoint',
    figure: 'shares',
    title: 'What it says when it is wrong',
    where: () => ({ step: within('heuristic', 'last'), own: { from: 'answerLineGroup', to: 'outcome' } }),
    text: (answers) => {
      const said = outcomes(answers);
      return [
        `The figures sort its answers by what they are: right, line 1’s digit, line 2’s, something else.${shows('heuristic') ? ' This is a checkpoint of its plateau, between guessing and solving.' : ''}`,
        ...(said === null ? [] : [said]),
      ];
    },
  },
  {
    page: 'logits',
    figure: 'lens-map',
    title: 'Making up its mind',
    where: () => ({ step: last() }),
    text: () => [
      'A Transformer works in layers. Reading each layer as if it were the last shows where the answer appears, and whether line 1’s digit was there before it.',
      `Rows are layers, the colours say how strongly each digit is favoured. ${shows('heuristic') ? 'Scrub back to the plateau and compare.' : catalogue.steps.length > 1 ? 'Scrub back and compare.' : ''}`,
    ],
  },
  {
    page: 'residual',
    figure: 'residual-grid',
    title: 'Where is the digit now?',
    where: () => findingsPlace('residual', 'residual-grid'),
    text: () => [
      'To find out where the network keeps the answer, we run it on a second program that differs in one digit, and copy one vector from that run into this one. If the answer changes to the other digit, that vector carried it.',
      ...found('residual', 'residual-grid'),
    ],
  },
  {
    page: 'heads',
    figure: 'head-ranking',
    title: 'Who carries it',
    where: () => findingsPlace('heads', 'head-ranking'),
    text: () => ['Information moves between tokens only through attention heads. The same experiment on single heads finds those that move the digit.', ...found('heads', 'head-ranking')],
  },
  {
    page: 'development',
    figure: 'emergence',
    title: 'How the circuit grows',
    where: () => findingsPlace('development', 'emergence'),
    text: () => [
      ...found('development', 'emergence'),
      'The paper claims that learning is cumulative: that the circuit is built on top of the short cuts, which stay in use where they work. Compare the curve of the short cut with those of the circuit.',
    ],
  },
  {
    page: 'subspaces',
    figure: 'swaps',
    title: 'The shape of a digit',
    where: () => findingsPlace('subspaces', 'swaps'),
    text: () => [...found('subspaces', 'swaps'), 'Further down, scrub through training and watch the points: each is a token, its character the digit it carries.'],
  },
  {
    page: 'generalisation',
    figure: 'hops',
    title: 'Did it learn the rule?',
    where: () => findingsPlace('generalisation', 'hops'),
    text: () => ['Programs unlike those of its training are the test: longer ones, and deeper chains.', ...found('generalisation', 'hops'), `The paper, of a much larger model: ${paper.hops.says}`],
  },
  {
    page: 'report',
    figure: 'claims',
    title: 'All of it beside the paper',
    where: () => ({ step: last() }),
    text: () => [
      'The report puts every number of this run beside the paper’s, with what falls short.',
      'From here: type your own program on the program page, press ? for the keys, or open another run at the top.',
    ],
  },
];
