import type { Problem, SiteIndex } from './contract.g';

/** A request that the server refused or that no server answered. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
    path: string,
  ) {
    super(problem?.detail ?? problem?.title ?? (status === 0 ? 'The server does not answer.' : `${path}: the server answered ${status}.`));
    this.name = 'ApiError';
  }

  /** The file or the run does not exist: for a figure that is "not computed yet" rather than a failure. */
  get missing(): boolean {
    return this.status === 404;
  }

  /** The server computes for somebody else or is shut down; the same request may succeed later. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 504;
  }
}

/** Live calls where neither a server answers nor the page can compute. */
export class NeedsServerError extends Error {
  constructor(why = 'This part is computed on request and needs `bindscope serve`; this site is a folder of files without weights.') {
    super(why);
    this.name = 'NeedsServerError';
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

interface Shared {
  promise: Promise<unknown>;
  controller: AbortController;
  users: number;
}

/** Answers kept by address; the oldest go first. A stepped-through run asks for the same files again and again. */
const kept = new Map<string, unknown>();
const keptAtMost = 160;
const running = new Map<string, Shared>();
/** Whether live calls can be made; null until data/site.json was read. */
let live: boolean | null = null;

export function noteSite(site: SiteIndex): void {
  live = site.live;
}

async function answer(path: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(0, null, path);
  }
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok) {
    const problem = type.includes('json') ? ((await response.json().catch(() => null)) as Problem | null) : null;
    throw new ApiError(response.status, problem, path);
  }
  // Some static hosts answer every unknown address with their start page.
  if (type.includes('html')) throw new ApiError(404, null, path);
  return response.json();
}

function keep(key: string, value: unknown): void {
  kept.delete(key);
  kept.set(key, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= keptAtMost) break;
    kept.delete(oldest);
  }
}

/**
 * One request for everybody who wants the same thing; it is stopped when the last of them has left.
 */
function shared<T>(key: string, init: RequestInit, path: string, signal: AbortSignal | undefined, fresh: boolean): Promise<T> {
  if (!fresh && kept.has(key)) {
    const value = kept.get(key);
    keep(key, value);
    return Promise.resolve(value as T);
  }
  if (signal?.aborted) return Promise.reject(new DOMException('no longer wanted', 'AbortError'));
  let one = running.get(key);
  if (!one) {
    const controller = new AbortController();
    const started: Shared = { controller, users: 0, promise: Promise.resolve() };
    started.promise = answer(path, { ...init, signal: controller.signal })
      .then((value) => {
        keep(key, value);
        return value;
      })
      .finally(() => {
        if (running.get(key) === started) running.delete(key);
      });
    one = started;
    running.set(key, one);
  }
  const mine = one;
  mine.users++;
  return new Promise<T>((resolve, reject) => {
    const leave = () => {
      if (--mine.users === 0) {
        if (running.get(key) === mine) running.delete(key);
        mine.controller.abort();
      }
      reject(new DOMException('no longer wanted', 'AbortError'));
    };
    signal?.addEventListener('abort', leave, { once: true });
    mine.promise.then(
      (value) => {
        signal?.removeEventListener('abort', leave);
        resolve(value as T);
      },
      (error: unknown) => {
        signal?.removeEventListener('abort', leave);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

/** Files of runs that this page made itself, by run and path; nothing is asked of a host for them. */
const made = new Map<string, Map<string, unknown>>();

/** Whether a run was made in this page. */
export function madeHere(run: string | null): boolean {
  return run !== null && made.has(run);
}

/** Puts files of a run where `get` finds them. */
export function provide(run: string, files: Readonly<Record<string, unknown>>): void {
  const all = made.get(run) ?? new Map<string, unknown>();
  made.set(run, all);
  for (const [path, value] of Object.entries(files)) all.set(path, value);
}

/** Takes a run that was made in this page away again. */
export function withdraw(run: string): void {
  made.delete(run);
}

function ownFile(path: string): Promise<unknown> | null {
  const [, run, rest] = /^data\/runs\/([^/]+)\/(.+)$/u.exec(path) ?? [];
  const files = run === undefined ? undefined : made.get(decodeURIComponent(run));
  if (files === undefined || rest === undefined) return null;
  return files.has(rest) ? Promise.resolve(files.get(rest)) : Promise.reject(new ApiError(404, null, path));
}

/** A precomputed file. `fresh` asks again although an answer is kept (a run that still trains). */
export function get<T>(path: string, options: { signal?: AbortSignal; fresh?: boolean } = {}): Promise<T> {
  const { signal, fresh = false } = options;
  const own = ownFile(path);
  if (own !== null) return own as Promise<T>;
  return shared<T>(`GET ${path}`, fresh ? { cache: 'no-cache' } : {}, path, signal, fresh);
}

/** A live call. Equal requests are answered once; the server keeps them too. `keep: false` for calls that answer anew each time. */
export function post<T>(path: string, body: unknown, options: { signal?: AbortSignal; keep?: boolean } = {}): Promise<T> {
  if (live === false) return Promise.reject(new NeedsServerError());
  const text = JSON.stringify(body);
  const init: RequestInit = { method: 'POST', headers: { 'content-type': 'application/json' }, body: text };
  return shared<T>(`POST ${path} ${text}`, init, path, options.signal, options.keep === false);
}

/** `data/runs/{run}/…` */
export function runPath(run: string, rest: string): string {
  return `data/runs/${encodeURIComponent(run)}/${rest}`;
}

/** `data/runs/{run}/analyses/{name}/result.json` */
export function analysisPath(run: string, name: string): string {
  return runPath(run, `analyses/${encodeURIComponent(name)}/result.json`);
}

/** `data/runs/{run}/analyses/{name}/views.json`: the answer as the tables that the terminal prints. */
export function viewsPath(run: string, name: string): string {
  return runPath(run, `analyses/${encodeURIComponent(name)}/views.json`);
}

/** `data/runs/{run}/analyses/{name}/brief.json`: the same record with only the entries that the overview's sentences are made of. */
export function briefPath(run: string, name: string): string {
  return runPath(run, `analyses/${encodeURIComponent(name)}/brief.json`);
}

/** `api/runs/{run}/checkpoints/{step}/{call}` */
export function checkpointCall(run: string, step: number, call: 'live' | 'patch'): string {
  return `api/runs/${encodeURIComponent(run)}/checkpoints/${step}/${call}`;
}

/** Six digits, as the folders of checkpoints and the names of analyses have them. */
export function stepName(step: number): string {
  return String(step).padStart(6, '0');
}
