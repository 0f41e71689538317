/**
 * Random programs of a task, drawn as Bindscope.Programs draws them: a line is a constant by the task's share, else refers to a variable that is
 * bound, the more often the deeper it is; the query is drawn among the variables that are bound in the end, and its hops are spread evenly.
 */

import type { Preset, Stage } from '../../src/api/contract.g';
import { bindingsAfter, type Assignment, type Execution, type Program } from '../../src/model/language';
import type { Random } from './random';

export type Task = Preset['task'];

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const attempts = 1_000_000;

/** A program of a stage; half of the programs use few names, where the stage has such. */
export function draw(task: Task, stage: Stage, random: Random): Program {
  const names = letters.slice(0, task.nameCount);
  if (stage.fewNames > 0 && random.below(2) === 0) {
    for (let i = 0; i < stage.fewNames; i++) {
      const j = i + random.below(names.length - i);
      [names[i], names[j]] = [names[j] as string, names[i] as string];
    }
    names.length = stage.fewNames;
  }
  const hops = 1 + random.below(stage.maximumHops);
  const isTask = stage.lines === task.lines && stage.maximumHops === task.maximumHops;
  const weight = (depth: number) => depth ** task.depthExponent;
  const followed = (depth: number) => (!isTask && depth >= stage.maximumHops ? 0 : weight(depth));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const lines: Assignment[] = [];
    const depths = new Map<string, number>();
    for (let line = 0; line < stage.lines; line++) {
      const name = names[random.below(names.length)] as string;
      // Not the variable itself: its old binding can be used no more.
      depths.delete(name);
      const source = random.share() < task.constantShare ? null : pick([...depths], ([, depth]) => followed(depth), random);
      lines.push({ name, right: source === null ? String(random.below(task.digitCount)) : source[0] });
      depths.set(name, source === null ? 1 : source[1] + 1);
    }
    const query = pick([...depths], ([, depth]) => weight(depth), random);
    if (query !== null && query[1] === hops) return { lines, query: query[0] };
  }
  throw new Error(`among ${attempts} programs of ${stage.lines} lines none had ${hops} hops`);
}

/** One of several, each as often as its weight says; null where all weights are 0. */
function pick<T>(from: readonly T[], weight: (one: T) => number, random: Random): T | null {
  let place = random.share() * from.reduce((sum, one) => sum + weight(one), 0);
  for (const one of from) {
    place -= weight(one);
    if (place < 0) return one;
  }
  return null;
}

/** The variables that a program is asked for in training: its own query first, then others, depths by turns; asked again where there are too few. */
export function queries(program: Program, execution: Execution, count: number, maximumHops: number, random: Random): { name: string; value: number }[] {
  const live = [...bindingsAfter(program, program.lines.length)].map(([name, line]) => ({ name, ...(execution.lines[line - 1] as Execution['lines'][number]) }));
  const asked = live.filter(({ name }) => name === program.query);
  const pools = Array.from({ length: maximumHops }, (_, i) => live.filter(({ name, depth }) => depth === i + 1 && name !== program.query));
  while (asked.length < count) {
    const open = pools.filter((pool) => pool.length > 0);
    if (open.length === 0) break;
    const pool = open[random.below(open.length)] as typeof live;
    asked.push(...pool.splice(random.below(pool.length), 1));
  }
  const different = asked.length;
  while (asked.length < count) asked.push(asked[asked.length - different] as (typeof asked)[number]);
  return asked;
}
