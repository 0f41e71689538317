/**
 * What an address asks for with a page's own keys. What there is to choose from is known where a key is read, so it is judged there; what is asked for and is
 * not there is said once, above the page, which shows what it shows without that key.
 */

import { untrack } from 'svelte';
import { type GridPlace, readPlace } from '../model/gridPlace';
import { readNames } from '../model/headScatter';
import { type ChosenPatch, patchFits, readPatches, type Room } from '../model/patches';
import { programTokens } from '../model/tokens';
import { catalogue, shown, view } from '../state.svelte';

/** What the address says of a key: a page's own, or the pinned step. */
const said = (key: string): string | undefined => (key === 'pin' && view.pin !== null ? String(view.pin) : view.own[key]);

class Asked {
  /** Of each key: the text that was asked for, and what it can be. */
  #wrong = $state.raw<ReadonlyMap<string, { readonly text: string; readonly can: string }>>(new Map());

  readonly sentences = $derived(
    [...this.#wrong].flatMap(([key, { text, can }]) => (said(key) === text ? [`The address asks for ${key}=${text}, which is not there; it can be ${can}.`] : [])),
  );

  /** Judges what a key asks for. `isThere` is null while that cannot be known; `can` says what it can be. */
  judge(key: string, isThere: boolean | null, can: string): void {
    const text = said(key);
    if (text === undefined || isThere === null) return;
    // Values are derived from keys, and what is derived changes nothing while it is computed.
    queueMicrotask(() =>
      untrack(() => {
        const noted = this.#wrong.get(key);
        if (isThere ? noted === undefined : noted?.text === text && noted.can === can) return;
        const next = new Map(this.#wrong);
        if (isThere) next.delete(key);
        else next.set(key, { text, can });
        this.#wrong = next;
      }),
    );
  }
}

export const asked = new Asked();

const listed = (names: readonly string[]): string => (names.length > 12 ? `one of ${names.length}, such as ${names.slice(0, 3).join(', ')}` : names.join(', '));

/** The one that the address names; undefined where it names none. An empty list is one that is not known yet. */
export function among<T>(key: string, all: readonly T[], nameOf: (one: T) => string = String): T | undefined {
  const found = all.find((one) => nameOf(one) === view.own[key]);
  asked.judge(key, all.length === 0 ? null : found !== undefined, listed(all.map(nameOf)));
  return found;
}

/** One of a few words; the first where the address says none of them. */
export const choice = <const T extends string>(key: string, first: T, ...others: readonly T[]): T => among(key, [first, ...others]) ?? first;

/** A whole number of the address; undefined where it names none from `least` to `most`, which is null while that is not known. */
export function numberUpTo(key: string, most: number | null, least = 1): number | undefined {
  const text = view.own[key];
  const fits = text !== undefined && /^\d+$/u.test(text) && Number(text) >= least && Number(text) <= (most ?? -1);
  asked.judge(key, most === null ? null : fits, `a number from ${least} to ${most}`);
  return fits ? Number(text) : undefined;
}

/** Layers and heads of the model that is shown, and tokens of its program; null until they are known. */
function room(): Room | null {
  const { summary } = catalogue;
  return summary === null || shown.program === null ? null : { layers: summary.layers, heads: summary.heads, tokens: programTokens(shown.program, shown.program).length };
}

/** A cell of a map of one program, `LAYER.TOKEN`: rows from 0. */
export function askedCell(key: string): { readonly row: number; readonly position: number } | null {
  const most = room();
  const match = /^(\d+)\.(\d+)$/u.exec(view.get(key, ''));
  const [layer, position] = [Number(match?.[1]), Number(match?.[2])];
  const fits = most !== null && layer >= 1 && layer <= most.layers && position < most.tokens;
  asked.judge(key, most === null ? null : fits, `LAYER.TOKEN with layers from 1 to ${most?.layers} and tokens from 0 to ${(most?.tokens ?? 0) - 1}`);
  return match !== null && (fits || most === null) ? { row: layer - 1, position } : null;
}

/** A cell of the averages over test programs, among their groups; none while these are not known. */
export function askedPlace(
  key: string,
  groups: readonly { readonly hops: number; readonly answerLine: string; readonly cells: readonly { readonly layer: number; readonly role: string }[] }[] | undefined,
): GridPlace | null {
  const place = readPlace(view.get(key, ''));
  const here = groups?.some(({ hops, answerLine, cells }) => hops === place?.hops && answerLine === place.answerLine && cells.some(({ layer, role }) => layer === place.layer && role === place.role));
  asked.judge(key, here ?? null, 'HOPS-LINE-LAYER-TOKEN of a cell that the figure shows, such as 2-later-3-colon');
  return here === false ? null : place;
}

/** Two groups of programs, `FROM~TO`, among those that a figure shows. */
export function askedFlow(key: string, cells: readonly { readonly row: string; readonly column: string }[]): { readonly from: string; readonly to: string } | null {
  const found = cells.find(({ row, column }) => `${row}~${column}` === view.own[key]);
  asked.judge(key, cells.length === 0 ? null : found !== undefined, 'FROM~TO of two groups that the figure joins');
  return found === undefined ? null : { from: found.row, to: found.column };
}

/** A head as `LAYER.HEAD`. */
export function askedHead(key: string): string | undefined {
  const { summary } = catalogue;
  const text = view.own[key];
  const match = /^(\d+)\.(\d+)$/u.exec(text ?? '');
  const [layer, head] = [Number(match?.[1]), Number(match?.[2])];
  const fits = summary !== null && layer >= 1 && layer <= summary.layers && head >= 1 && head <= summary.heads;
  asked.judge(key, summary === null ? null : fits, `LAYER.HEAD with layers from 1 to ${summary?.layers} and heads from 1 to ${summary?.heads}`);
  return fits || (summary === null && match !== null) ? text : undefined;
}

/** Patches as the address lists them: those that the model and the program have. */
export function askedPatches(key: string): readonly ChosenPatch[] {
  const most = room();
  const text = view.get(key, '');
  const all = readPatches(text);
  const fitting = most === null ? all : all.filter((one) => patchFits(one, most));
  asked.judge(
    key,
    most === null ? null : fitting.length === text.split(',').length,
    `patches such as r3@26, with layers up to ${most?.layers}, heads up to ${most?.heads} and tokens up to ${(most?.tokens ?? 0) - 1}`,
  );
  return fitting;
}

/** A list of names that are all to be there; those that are. An empty list of all is one that is not known yet. */
export function several(key: string, separator: string, all: readonly (string | number)[]): readonly string[] {
  const names = all.map(String);
  const wanted = view.get(key, '').split(separator).filter((one) => one !== '');
  const found = wanted.filter((one) => names.includes(one));
  asked.judge(key, all.length === 0 ? null : found.length === wanted.length && found.length > 0, `a list, with ${separator} between, of ${listed(names)}`);
  return all.length === 0 ? wanted : found;
}

/** Names that somebody gave to heads: those of heads that the model has. */
export function askedNames(key: string): ReadonlyMap<string, string> {
  const { summary } = catalogue;
  const text = view.get(key, '');
  const all = [...readNames(text)];
  const fitting = all.filter(([head]) => {
    const [layer, one] = head.split('.').map(Number);
    return summary === null || ((layer ?? 0) >= 1 && (layer ?? 0) <= summary.layers && (one ?? 0) >= 1 && (one ?? 0) <= summary.heads);
  });
  asked.judge(
    key,
    summary === null ? null : fitting.length === text.split(';').length,
    `LAYER.HEAD:NAME with ; between, layers from 1 to ${summary?.layers} and heads from 1 to ${summary?.heads}`,
  );
  return new Map(fitting);
}

/** The model that stands beside the shown one: of a run of the site, and of a step that it keeps; `steps` are empty until they are known. */
export function askedBeside(key: string, beside: { readonly run: string; readonly step: number | null } | null, steps: readonly number[]): void {
  const runs = catalogue.site?.runs.map(({ name }) => name) ?? [];
  const isRun = beside !== null && runs.includes(beside.run);
  const isStep = beside?.step == null || steps.includes(beside.step);
  const isKnown = runs.length > 0 && (!isRun || steps.length > 0 || beside.step === null);
  asked.judge(key, isKnown ? isRun && isStep : null, isRun ? `${beside.run}@STEP, with a step among ${listed(steps.map(String))}` : `RUN or RUN@STEP, with a run among ${listed(runs)}`);
}

/** The pinned step, which is the nearest kept one. */
export function askedPin(): void {
  const { steps } = catalogue;
  asked.judge('pin', steps.length === 0 || view.pin === null ? null : steps.includes(view.pin), `a step that is kept, ${listed(steps.map(String))}; the nearest, ${shown.pin}, is pinned`);
}

/** The figure that the address leads to, among those of the page once none of them waits any more: called in an effect. */
export function askedFigure(key: string): () => void {
  const wanted = view.own[key];
  const look = () => {
    const all = [...document.querySelectorAll<HTMLElement>('main figure[id]')];
    const isThere = all.some(({ id }) => id === wanted);
    const isKnown = isThere || (document.querySelector('main')?.dataset['page'] === view.page && all.length > 0 && all.every(({ dataset }) => dataset['state'] !== 'loading'));
    asked.judge(key, isKnown ? isThere : null, listed(all.map(({ id }) => id)));
    if (isKnown) clearInterval(timer);
  };
  const timer = wanted === undefined ? undefined : setInterval(look, 500);
  return () => clearInterval(timer);
}
