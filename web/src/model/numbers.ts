import type { Proportion } from './statistics';

const grouped = new Intl.NumberFormat('en');

/** 12345 as `12,345`. */
export function count(value: number): string {
  return grouped.format(value);
}

/** 0.1234 as `12 %`; small and nearly whole shares keep a decimal, so that 99.95 % does not read as 100 %. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value === 100) {
    return `${value} %`;
  }
  const near = Math.min(Math.abs(value), Math.abs(100 - value));
  const decimals = near < 0.1 ? 2 : near < 10 ? 1 : 0;
  return `${value.toFixed(decimals)} %`;
}

/** A share with its interval: `56 % (54–58)`. */
export function withInterval(share: Proportion): string {
  const plain = (value: number) => percent(value).replace(' %', '');
  return `${percent(share.value)} (${plain(share.low)}–${plain(share.high)})`;
}

/** A share with interval and n: `56 % (54–58), n = 4,000`. */
export function withPrograms(share: Proportion): string {
  return `${withInterval(share)}, n = ${count(share.programs)}`;
}

/** A probability of a test: `p = 0.031`, `p < 0.0001`. */
export function pValue(p: number): string {
  if (p >= 0.9995) {
    return 'p = 1';
  }
  return p < 0.0001 ? 'p < 0.0001' : `p = ${p < 0.001 ? p.toFixed(4) : p.toFixed(3)}`;
}
