/**
 * What a page trained, in the browser's own storage (IndexedDB), so that it is there again after the tab was closed: a record of each run and the weights
 * of its checkpoints. Nothing of it leaves the device.
 */

import type { Evaluation, RunPage, RunSpec } from '../api/contract.g';

export interface KeptRun {
  readonly run: string;
  readonly spec: RunSpec;
  /** The run of the site that it was trained like. */
  readonly like: RunPage;
  readonly lines: readonly Evaluation[];
  readonly example: { readonly base: string; readonly source: string } | null;
  readonly finished: boolean;
}

/** Sites on one host share its storage: each sees its own runs. */
const site = (): string => new URL('.', document.baseURI).pathname;
/** Whether anything was ever kept: only then is the storage opened when a page is. */
const mark = 'bindscope-trained';

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the storage does not answer'));
  });

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open('bindscope', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('runs', { keyPath: ['site', 'run'] });
    request.result.createObjectStore('weights', { keyPath: ['site', 'run', 'step'] });
  };
  return asked(request);
}

/** Does something to the storage, all of it or nothing. */
async function within<T>(mode: IDBTransactionMode, work: (runs: IDBObjectStore, weights: IDBObjectStore) => Promise<T>): Promise<T> {
  const storage = await opened();
  try {
    const transaction = storage.transaction(['runs', 'weights'], mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the storage refused'));
    });
    done.catch(() => undefined);
    const result = await work(transaction.objectStore('runs'), transaction.objectStore('weights'));
    await done;
    return result;
  } finally {
    storage.close();
  }
}

const ofRun = (run: string) => IDBKeyRange.bound([site(), run, 0], [site(), run, Number.MAX_SAFE_INTEGER]);

/** Keeps a run's record, and the weights of a checkpoint where there are new ones. */
export async function keep(run: KeptRun, weights: { step: number; flat: Float32Array } | null): Promise<void> {
  await within('readwrite', async (runs, all) => {
    await asked(runs.put({ ...run, site: site() }));
    if (weights !== null) await asked(all.put({ site: site(), run: run.run, ...weights }));
  });
  localStorage.setItem(mark, '1');
}

/** Every run that was kept. */
export async function keptRuns(): Promise<readonly KeptRun[]> {
  if (localStorage.getItem(mark) === null) return [];
  return within('readonly', (runs) => asked(runs.getAll(IDBKeyRange.bound([site(), ''], [site(), '￿']))) as Promise<KeptRun[]>);
}

/** The weights of a kept run's checkpoints, by step. */
export async function keptWeights(run: string): Promise<Map<number, Float32Array<ArrayBuffer>>> {
  const all = (await within('readonly', (_, weights) => asked(weights.getAll(ofRun(run))))) as { step: number; flat: Float32Array<ArrayBuffer> }[];
  return new Map(all.map(({ step, flat }) => [step, flat]));
}

/** Deletes a run and its weights. */
export async function forget(run: string): Promise<void> {
  await within('readwrite', async (runs, weights) => {
    await asked(runs.delete([site(), run]));
    await asked(weights.delete(ofRun(run)));
  });
}

/** Why nothing more is kept, in a sentence. */
export function whyNotKept(error: unknown): string {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  return full
    ? 'This browser’s storage is full: what comes from here on is there while the page is open only. Delete a kept run, or download this one.'
    : 'This browser keeps nothing here (a private window, or its settings): the run is there while the page is open only. Download it to keep it.';
}
