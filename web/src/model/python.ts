/** The Python that gets what a figure shows, by the client of docs/python.md. The tests of that client run what stands in its tests/copied. */

import type { LivePart } from '../api/contract.g';
import { type ChosenPatch, interventionOf, sites } from './patches';

/** Which run a figure is of. */
export interface PythonRun {
  /** The server's address; null where the page is not of a server. */
  readonly address: string | null;
  readonly run: string;
}

/** Which program, and at which checkpoint. */
export interface PythonProgram {
  readonly program: string;
  readonly source: string;
  readonly step: number;
}

/** JSON's texts are Python's, too. */
const text = (value: string): string => JSON.stringify(value);

const begin = ({ address, run }: PythonRun, imports = ''): string =>
  `# The package is the folder clients/python of a clone: PYTHONPATH=clients/python, or pip install ./clients/python\nimport bindscope\n${imports}\n` +
  `run = bindscope.connect(${address === null ? '' : text(address)}).run(${text(run)})${address === null ? '  # a server over the run: bindscope serve' : ''}\n`;

const programs = ({ program, source }: PythonProgram): string => `program = ${text(program)}\nsource = ${text(source)}\n`;

/** A stored analysis as arrays. */
export const analysisCode = (of: PythonRun, name: string): string =>
  `${begin(of)}analysis = run.analysis(${text(name)})\nfor name, array in analysis.arrays.items():\n    print(name, getattr(array, "shape", array))\n`;

/** Parts of one program's live view as arrays. */
export const liveCode = (of: PythonRun, asked: PythonProgram, parts: readonly LivePart[]): string =>
  `${begin(of)}${programs(asked)}found = run.live(program, [${parts.map(text).join(', ')}], source=source, step=${asked.step})\n` +
  'for part, arrays in found.items():\n    print(part, list(arrays))\n';

/** Interventions in one program. */
export const patchCode = (of: PythonRun, asked: PythonProgram, patches: readonly ChosenPatch[]): string =>
  `${begin(of, 'from bindscope import Cut, Patch, Zero\n')}${programs(asked)}patched = run.patch(program, [\n${patches.map((one) => `    ${intervention(one)},\n`).join('')}` +
  `], source=source, step=${asked.step})\nprint(patched.base_top, patched.patched_top, patched.effect)\nprint(patched.probabilities().round(3))\n`;

/** By the client's classes where it has one, else as docs/interventions.md writes it; JSON of texts and numbers is Python, too. */
function intervention(one: ChosenPatch): string {
  if (one.what === 'edge') return `Cut(${one.layer}, position=${one.position}, key=${one.key}, head=${one.head})`;
  if (one.what === 'path' || one.put === 'mean') return JSON.stringify(interventionOf(one));
  const site = `${sites[one.what]}:${one.layer}`;
  return `${one.put === 'zero' ? 'Zero' : 'Patch'}(${text(site)}, position=${one.position}${one.head === 0 ? '' : `, head=${one.head}`})`;
}
