/** Numbers as people read them; always with a point and thin groups, whatever the reader's system. */

/** What stands between a number and its sign or unit: a space at which no line ends. */
const space = '\u00a0';
export const percentSign = `${space}%`;

/** A share's number without its sign. */
export const withoutSign = (share: string): string => share.replace(percentSign, '');

/** A sentence that was written elsewhere (a report's, the paper's), with no line to end between a number and its sign or unit. */
export const unbroken = (text: string): string => text.replace(/(\d) (?=%|points?\b)/gu, `$1${space}`);

/** The same in every text of a document. */
export const unbrokenIn = <T>(document: T): T => JSON.parse(unbroken(JSON.stringify(document))) as T;

export function integer(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** 0.5632 -> "56.3 %"; near 0 and 1 one digit more, and only what is 100 % is written so: 99.95 % is not, and 0.999999 is ">99.99 %". */
export function percent(value: number, digits?: number): string {
  const share = value * 100;
  if (digits === undefined) digits = share === 0 || share === 100 ? 0 : share > 99 || share < 1 ? 2 : 1;
  if (share < 100 && Number(share.toFixed(digits)) === 100) return `>${(100 - 10 ** -digits).toFixed(digits)}${percentSign}`;
  if (share > 0 && Number(share.toFixed(digits)) === 0) return `<${(10 ** -digits).toFixed(digits)}${percentSign}`;
  return `${share.toFixed(digits)}${percentSign}`;
}

/** How many decimals make shares comparable: as few as `least`, and up to two so that none is written as 0 or 100 % that is not (`percent` marks the rest). */
export function shareDigits(values: readonly number[], least = 1): number {
  let digits = least;
  const says = (value: number) => Number((value * 100).toFixed(digits));
  while (digits < 2 && values.some((value) => (value < 1 && says(value) >= 100) || (value > 0 && says(value) === 0))) digits++;
  return digits;
}

/** Shares that stand in one sentence: all with as many decimals. */
export function percentsAlike(values: readonly number[], least = 1): string[] {
  const digits = shareDigits(values, least);
  return values.map((value) => percent(value, value === 0 || value === 1 ? 0 : digits));
}

/** The labels of an axis of shares: as many decimals as its ticks need, on all of them. */
export function sharesOnAxis(ticks: readonly number[]): (value: number) => string {
  const step = ticks.length > 1 ? Math.abs((ticks[1] as number) - (ticks[0] as number)) * 100 : 1;
  const digits = step >= 1 || step === 0 ? 0 : Math.min(4, Math.ceil(-Math.log10(step) - 1e-9));
  return (value) => `${decimal(value * 100, digits)}${percentSign}`;
}

/** "54.8–57.8 %": an interval alone. */
export function range(estimate: { value: number; low: number; high: number }, digits = 1): string {
  return `${interval(estimate, digits).replace(/^.*\(|\)$/gu, '')}${percentSign}`;
}

/** "56.3 % (54.8–57.8)" */
export function interval(estimate: { value: number; low: number; high: number }, digits = 1): string {
  const used = shareDigits([estimate.value, estimate.low, estimate.high], digits);
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((one) => withoutSign(percent(one, one === 0 || one === 1 ? 0 : used)));
  return `${value}${percentSign} (${low}–${high})`;
}

export function decimal(value: number, digits = 2): string {
  return value.toFixed(digits).replace(/^-(0(\.0*)?)$/, '$1').replace('-', '−');
}

/** With a sign, for changes. */
export function signed(value: number, digits = 2): string {
  const text = decimal(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A change of a share, in whole percents with a sign: "+12 %"; a change that rounds to none keeps its decimals. */
export function signedPercent(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${percent(Math.abs(value), shareDigits([Math.abs(value)], 0))}`;
}

/** "+1.2 points (+0.4 to +2.0)": a difference of shares, with signs. */
export function points(estimate: { value: number; low: number; high: number }): string {
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((one) => signed(one * 100, 1));
  return `${value}${space}points (${low} to ${high})`;
}

/** 105000 -> "105 k": for ticks, which are round; a step that somebody stands at is written whole. */
export function short(value: number): string {
  if (value >= 1_000_000) return `${+(value / 1_000_000).toFixed(1)}${space}M`;
  if (value >= 1_000) return `${+(value / 1_000).toFixed(1)}${space}k`;
  return String(value);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${integer(count)} ${count === 1 ? one : many}`;
}

/** Since when a program is answered rightly; null for never. */
export function learnedWords(step: number | null): string {
  return step === null ? 'never learned' : `learned at step ${integer(step)}`;
}

/** How often a program that was right became wrong again. */
export function forgottenWords(times: number): string {
  return times === 0 ? 'never forgotten' : `forgotten ${plural(times, 'time')}`;
}

export function bytes(count: number): string {
  if (count >= 1_000_000) return `${(count / 1_000_000).toFixed(1)}${space}MB`;
  if (count >= 1_000) return `${Math.round(count / 1_000)}${space}kB`;
  return `${count}${space}B`;
}

/** "56.3 % (54.8–57.8), n = 4,000" */
export function estimated(estimate: { value: number; low: number; high: number; programs: number }, digits = 1): string {
  return `${interval(estimate, digits)}, n = ${integer(estimate.programs)}`;
}

/** The probability of a test: "p = 0.031", "p < 0.0001". */
export function pValue(p: number): string {
  if (p >= 0.9995) return 'p = 1';
  if (p < 0.0001) return 'p < 0.0001';
  return `p = ${p.toFixed(p < 0.001 ? 4 : 3)}`;
}

/** The text with a capital at its beginning: labels stand alone as titles. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
