/**
 * What the pages ask of one program at one checkpoint, in the shapes of the server's answers (src/api/contract.g.ts): answers, the three maps, the
 * lens, attention, and patches at any site. Base is the program that is intervened on, source the one that patches come from.
 */

import { digitCount, formats, vocabulary } from '../src/api/constants.g';
import type {
  AttentionMap, CheckpointLogits, ComponentMap, LensMap, LivePart, LiveProgram, LogitPair, MapCell, PairPatchResult, PatchMap, PatchRequest,
} from '../src/api/contract.g';
import { topOf } from '../src/model/digits';
import { type ExecutedProgram, parse, defaultSource } from '../src/model/program';
import { programTokens } from '../src/model/tokens';
import { editsOf, seen } from './interventions';
import type { Model } from './model';
import { Pass, row } from './pass';
import { Recording, Resume, same } from './resume';
import type { Site, SiteKind, SiteValues } from './sites';

/** What two ways to the same logit may differ by, as a share of 1 + the largest: rounding is a thousandth of it. */
const tolerance = 1e-4;

/** Lets other messages in between two pieces of work; rejects where the answer is no longer wanted. */
export type Rest = () => Promise<void> | void;

/** A base and a source of as many lines. */
export interface Pair {
  readonly base: ExecutedProgram;
  readonly source: ExecutedProgram;
}

function read(text: string): ExecutedProgram {
  const { program, problems } = parse(text);
  if (program === null) throw new Error(problems.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`).join('; '));
  return program;
}

/** A program and its counterfactual: the default one where none is given. */
export function readPair(program: string, source?: string | null): Pair {
  const base = read(program);
  const pair = { base, source: read(source ?? defaultSource(base)) };
  if (pair.base.lines.length !== pair.source.lines.length) throw new Error(`the program has ${pair.base.lines.length} lines, the counterfactual ${pair.source.lines.length}: their tokens do not correspond`);
  if (pair.base.text === pair.source.text) throw new Error('the counterfactual is the program itself, so no patch can change anything');
  return pair;
}

const tokensOf = (program: ExecutedProgram): number[] => [...program.text].map((character) => vocabulary.indexOf(character));
const digits = (logits: Float32Array): number[] => [...logits.subarray(0, digitCount)];
const rounded = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;

/** One checkpoint's answers. What a question takes of the model's memory is given back after it, so one is answered at a time. */
export class Answers {
  constructor(private readonly model: Model, private readonly step: number) {}

  /** Parts of one program; null for those that were not asked for. */
  async program(pair: Pair, parts: readonly LivePart[], rest: Rest): Promise<LiveProgram> {
    const of = async <T>(part: LivePart, answer: () => T | Promise<T>): Promise<T | null> => (parts.includes(part) ? this.#tidily(answer) : null);
    return {
      program: pair.base.text,
      source: pair.source.text,
      step: this.step,
      logits: await of('logits', () => this.#logits(pair)),
      residual: await of('residual', () => this.#residual(pair, rest)),
      heads: await of('heads', () => this.#components(pair, 'attention.head', rest)),
      mlp: await of('mlp', () => this.#components(pair, 'mlp.out', rest)),
      lens: await of('lens', () => this.#lens(pair.base)),
      attention: await of('attention', () => this.#attention(pair.base)),
    };
  }

  /** Interventions in one program, all in one pass. */
  patch(pair: Pair, interventions: PatchRequest['interventions']): Promise<PairPatchResult> {
    return this.#tidily(() => this.#patch(pair, interventions));
  }

  /** The ten digits at the colon, read from what enters each layer and, last, from what leaves the last one. */
  colon(program: ExecutedProgram): Promise<CheckpointLogits> {
    return this.#tidily(() => {
      const lens = this.#lens(program).tokens.at(-1)?.digitLogits ?? [];
      return { step: this.step, logits: lens.at(-1) ?? [], lens };
    });
  }

  async #tidily<T>(answer: () => T | Promise<T>): Promise<T> {
    const { kernels } = this.model;
    const { taken } = kernels;
    try {
      return await answer();
    } finally {
      kernels.release(taken);
    }
  }

  /** Logits at the colon. */
  #answer(program: ExecutedProgram, tap: Recording | null = null): Float32Array {
    const pass = new Pass(this.model, program.text.length);
    pass.run(tokensOf(program), tap);
    return pass.logitsAt(pass.length - 1).slice();
  }

  #logits({ base, source }: Pair): LogitPair {
    return { base: digits(this.#answer(base)), source: digits(this.#answer(source)) };
  }

  /** Figure 3a: every token's residual vector, on entering every layer, from the source. */
  async #residual({ base, source }: Pair, rest: Rest): Promise<PatchMap> {
    const { layers } = this.model.spec;
    const length = base.text.length;
    const sites = (program: ExecutedProgram) => this.#recorded(program, 'residual.in');
    const [own, other] = [sites(base), sites(source)];
    const resume = new Resume(this.model, tokensOf(base));
    const baseLogits = digits(resume.base);
    const cells: MapCell[] = [];
    for (let layer = 1; layer <= layers; layer++) {
      for (let position = 0; position < length; position++) {
        await rest();
        const site: Site = { kind: 'residual.in', layer };
        const vector = other.recording.vector(site, position);
        const changed = !same(vector, own.recording.vector(site, position));
        const logits = changed ? digits(resume.residualIn(layer, position, vector)) : baseLogits;
        const top = topOf(logits);
        cells.push({
          layer, position, changed, top, success: top === source.answer, normalised: 0,
          newDigitChange: (logits[source.answer] ?? 0) - (baseLogits[source.answer] ?? 0),
          logits: changed ? logits : null,
        });
      }
    }
    const strongest = largest(cells, (cell) => Math.abs(cell.newDigitChange));
    this.#check(base, resume.base, own.logits, strongest && { site: { kind: 'residual.in', layer: strongest.layer }, ...strongest, head: 1 }, other.recording);
    const rise = Math.max(0, ...cells.map((cell) => cell.newDigitChange));
    for (const cell of cells) {
      cell.normalised = rise > 0 ? cell.newDigitChange / rise : 0;
      cell.logits &&= cell.logits.map((logit) => rounded(logit, 3));
    }
    return {
      format: formats.PatchMap,
      checkpoint: this.step,
      tokens: programTokens(base, base).map(({ position, text, line, role }) => ({ position, text, line, role })),
      layers,
      baseAnswer: base.answer,
      sourceAnswer: source.answer,
      baseLogits,
      sourceLogits: digits(other.logits),
      cells,
    };
  }

  /** Every head's contribution, or every MLP's output, at every token, from the source. */
  async #components({ base, source }: Pair, kind: 'attention.head' | 'mlp.out', rest: Rest): Promise<ComponentMap> {
    const { layers, heads, width } = this.model.spec;
    const length = base.text.length;
    const each = kind === 'mlp.out' ? 1 : heads;
    const [own, other] = [this.#recorded(base, kind), this.#recorded(source, kind)];
    const resume = new Resume(this.model, tokensOf(base));
    const after = source.answer;
    const cells: { site: Site; head: number; position: number; changed: boolean; logits: number[]; change: number }[] = [];
    for (let layer = 1; layer <= layers; layer++) {
      for (let head = 1; head <= each; head++) {
        for (let position = 0; position < length; position++) {
          await rest();
          const site: Site = { kind, layer };
          const [to, from] = [own.recording.vector(site, position, head), other.recording.vector(site, position, head)];
          // What the last layer adds to a token is read at that token alone.
          const changed = (layer < layers || position === length - 1) && !same(to, from);
          const logits = digits(changed ? this.#withOutput(resume, site, position, from, to, width) : resume.base);
          cells.push({ site, head, position, changed, logits, change: (logits[after] ?? 0) - (resume.base[after] ?? 0) });
        }
      }
    }
    this.#check(base, resume.base, own.logits, largest(cells, (cell) => Math.abs(cell.change)), other.recording);
    const nested = <T>(of: (cell: (typeof cells)[number]) => T): T[][][] =>
      Array.from({ length: layers }, (_, layer) =>
        Array.from({ length: each }, (_, head) => cells.slice((layer * each + head) * length, (layer * each + head + 1) * length).map(of)));
    return { layers, heads: kind === 'mlp.out' ? 0 : heads, change: nested((cell) => cell.change), top: nested((cell) => topOf(cell.logits)), changed: nested((cell) => cell.changed) };
  }

  /** A head's contribution, or an MLP's output, is one part of a sum: the rest of the sum stays. */
  #withOutput(resume: Resume, { kind, layer }: Site, position: number, from: Float32Array, to: Float32Array, width: number): Float32Array {
    const mid = resume.residualMid(layer, position);
    const vector = new Float32Array(width);
    if (kind === 'mlp.out') {
      vector.forEach((_, i) => (vector[i] = (mid[i] ?? 0) + (from[i] ?? 0)));
      return resume.residualIn(layer + 1, position, vector);
    }
    vector.forEach((_, i) => (vector[i] = (mid[i] ?? 0) + ((from[i] ?? 0) - (to[i] ?? 0))));
    return resume.residualMidIs(layer, position, vector);
  }

  /** A map goes on from what is known; before it is shown, the base and its strongest cell are held to whole passes. */
  #check(
    base: ExecutedProgram, resumed: Float32Array, whole: Float32Array,
    strongest: { site: Site; head: number; position: number; changed: boolean; logits?: readonly number[] | null } | null, source: Recording,
  ): void {
    const held = (a: readonly number[], b: readonly number[]) => {
      const bound = tolerance * (1 + Math.max(...b.map(Math.abs)));
      if (!a.every((value, i) => Math.abs(value - (b[i] ?? Number.NaN)) <= bound)) throw new Error('the engine of this page contradicts itself: a map and a whole pass give different logits');
    };
    held(digits(resumed), digits(whole));
    if (strongest?.changed !== true || !strongest.logits) return;
    const pass = new Pass(this.model, base.text.length);
    const { site, position, head } = strongest;
    pass.run(tokensOf(base), {
      wants: ({ kind, layer }) => kind === site.kind && layer === site.layer,
      visit: (values) => values.vector(position, head).set(source.vector(site, position, head)),
    });
    held(strongest.logits, digits(pass.logitsAt(pass.length - 1)));
  }

  #recorded(program: ExecutedProgram, ...kinds: SiteKind[]): { recording: Recording; logits: Float32Array } {
    const recording = new Recording(({ kind }) => kinds.includes(kind), program.text.length);
    return { recording, logits: this.#answer(program, recording) };
  }

  /** The residual stream that enters each layer, and what leaves the last, read as if it were the last. */
  #lens(program: ExecutedProgram): LensMap {
    const { layers, width } = this.model.spec;
    const pass = new Pass(this.model, program.text.length);
    const { recording } = this.#recorded(program, 'residual.in', 'residual.out');
    const tokens = [...program.text].map((token, position) => ({ position, token, digitLogits: [] as number[][], top: [] as string[] }));
    for (let layer = 1; layer <= layers + 1; layer++) {
      const site: Site = layer > layers ? { kind: 'residual.out', layer: layers } : { kind: 'residual.in', layer };
      for (const { position } of tokens) this.model.kernels.at(row(pass.x, position, pass.width), width).set(recording.vector(site, position));
      pass.readOut(0);
      for (const token of tokens) {
        const logits = pass.logitsAt(token.position);
        token.digitLogits.push(digits(logits));
        token.top.push(vocabulary[topOf([...logits])] ?? '');
      }
    }
    return { format: formats.LensResult, checkpoint: this.step, program: program.text, answer: program.answer, tokens };
  }

  #attention(program: ExecutedProgram): AttentionMap {
    const { layers, heads } = this.model.spec;
    const { recording } = this.#recorded(program, 'attention.pattern');
    const pattern = Array.from({ length: layers }, (_, l) =>
      Array.from({ length: heads }, (_, h) =>
        Array.from({ length: program.text.length }, (_, query) =>
          [...recording.vector({ kind: 'attention.pattern', layer: l + 1 }, query, h + 1).subarray(0, query + 1)].map((weight) => rounded(weight, 4)))));
    return { layers, heads, pattern };
  }

  #patch({ base, source }: Pair, interventions: PatchRequest['interventions']): PairPatchResult {
    const { layers } = this.model.spec;
    const length = base.text.length;
    const edits = editsOf(this.model, tokensOf(base), tokensOf(source), interventions);
    const at = ({ kind, layer }: Site, only = edits) => only.filter(({ site }) => site.kind === kind && site.layer === layer);
    const patches = edits.filter(({ needsSource }) => needsSource);
    const recording = new Recording((site) => at(site, patches).length > 0, length);
    const sourceLogits = digits(this.#answer(source, recording));
    const baseLogits = digits(this.#answer(base));
    let effect = edits.length === 0 ? 'absent' : 'unchanged';
    const pass = new Pass(this.model, length);
    pass.run(tokensOf(base), {
      wants: (site) => at(site).length > 0,
      visit: (values: SiteValues) => {
        const { kind, layer } = values.site;
        for (const edit of at(values.site)) {
          const vector = seen(edit, values.vector(edit.position, edit.head));
          const before = vector.slice();
          edit.apply(vector, edit.needsSource ? recording.vector(edit.site, edit.from, edit.head) : null);
          if (same(before, vector)) continue;
          // In the last layer, the answer depends on other tokens through what enters it, their keys and their values alone.
          const reaches = edit.position === length - 1 || (layer < layers ? kind !== 'logits' : ['residual.in', 'attention.k', 'attention.v'].includes(kind));
          effect = reaches || effect === 'changed' ? 'changed' : 'unreachable';
        }
      },
    });
    const patched = effect === 'changed' ? digits(pass.logitsAt(length - 1)) : baseLogits;
    return {
      base: baseLogits, source: sourceLogits, patched, position: -1, sourcePosition: -1, baseAnswer: base.answer, sourceAnswer: source.answer,
      baseTop: topOf(baseLogits), sourceTop: topOf(sourceLogits), patchedTop: topOf(patched), effect,
    };
  }
}

function largest<T>(of: readonly T[], size: (one: T) => number): T | null {
  return of.reduce<T | null>((most, one) => (most === null || size(one) > size(most) ? one : most), null);
}
