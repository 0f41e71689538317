import { fromAddress, toAddress } from './program';

/** The pages, in the order of the navigation. */
export const pages = [
  'overview',
  'trajectory',
  'program',
  'programs',
  'checkpoint',
  'statistics',
  'compare',
  'logits',
  'residual',
  'heads',
  'circuit',
  'development',
  'subspaces',
  'generalisation',
  'calibration',
  'report',
  'glossary',
] as const;

export type PageName = (typeof pages)[number];

/** What every page shares, and a page's own keys. */
export interface Address {
  page: PageName;
  /** What the address names where there is no such page. */
  unknown?: string | null;
  run: string | null;
  step: number | null;
  pin: number | null;
  program: string | null;
  source: string | null;
  own: Record<string, string>;
}

function number(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** `#/residual?run=demo-1&step=5000&program=k=2,j=k,?j` */
export function readAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  const known = (pages as readonly string[]).includes(path);
  const page = known ? (path as PageName) : 'overview';
  const values: Record<string, string> = {};
  for (const part of query.split('&')) {
    if (part.length === 0) continue;
    const at = part.indexOf('=');
    const key = at < 0 ? part : part.slice(0, at);
    try {
      values[decodeURIComponent(key)] = at < 0 ? '' : decodeURIComponent(part.slice(at + 1).replace(/\+/g, ' '));
    } catch {
      // An address cut in the middle of an escape: that part is left out.
    }
  }
  const { run, step, pin, program, source, ...own } = values;
  return {
    page,
    unknown: known || path === '' ? null : path,
    run: run ?? null,
    step: number(step),
    pin: number(pin),
    program: program === undefined ? null : fromAddress(program),
    source: source === undefined ? null : fromAddress(source),
    own,
  };
}

/** Escapes what would end a value or confuse programs that look for links in text; leaves `=`, `,`, `?`, `:` readable. */
function escape(text: string): string {
  return text.replace(/[^A-Za-z0-9=,?:._~/@!$*;-]/g, (character) => encodeURIComponent(character));
}

export function writeAddress(address: Address): string {
  const parts: string[] = [];
  const add = (key: string, value: string | number | null) => {
    if (value !== null && value !== '') parts.push(`${key}=${escape(String(value))}`);
  };
  add('run', address.run);
  add('step', address.step);
  add('pin', address.pin);
  add('program', address.program === null ? null : toAddress(address.program));
  add('source', address.source === null ? null : toAddress(address.source));
  for (const key of Object.keys(address.own).sort()) add(key, address.own[key] ?? null);
  return `#/${address.unknown ?? address.page}${parts.length > 0 ? `?${parts.join('&')}` : ''}`;
}
