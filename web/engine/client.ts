/** The engine as the page sees it: questions to the worker, each answered once, stopped when it is no longer wanted. */

import type { Answer, FromWorker, Place, Question, ToWorker } from './messages';

/** An empty function with one instruction on vectors of 128 bits: a browser without them refuses the module. */
const vectors = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

/** Why this browser cannot run the engine, in a sentence; null where it can. */
export function whyNoEngine(): string | null {
  if (typeof WebAssembly === 'undefined' || typeof Worker === 'undefined') return 'This browser has no WebAssembly, or its settings forbid it, so nothing can be computed in this page.';
  if (!WebAssembly.validate(vectors)) return 'This browser has no WebAssembly with vectors (SIMD; in Chrome since 91, Firefox 89, Safari 16.4), so nothing can be computed in this page.';
  return null;
}

/** The page cannot compute: what is stored stays, and the message says why. */
export class UnfitError extends Error {}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export class EngineClient {
  #worker: Worker | null = null;
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();

  ask<T extends Answer>(place: Place, question: Question, signal?: AbortSignal): Promise<T> {
    const why = whyNoEngine();
    if (why !== null) return Promise.reject(new UnfitError(why));
    const aborted = () => new DOMException('no longer wanted', 'AbortError');
    if (signal?.aborted) return Promise.reject(aborted());
    const worker = (this.#worker ??= this.#start());
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      const stop = () => {
        this.#waiting.delete(id);
        worker.postMessage({ id, stop: true } satisfies ToWorker);
        reject(aborted());
      };
      signal?.addEventListener('abort', stop, { once: true });
      const done = () => signal?.removeEventListener('abort', stop);
      this.#waiting.set(id, {
        resolve: (answer) => (done(), resolve(answer as T)),
        reject: (error) => (done(), reject(error)),
      });
      worker.postMessage({ id, place, question } satisfies ToWorker);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const one = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ('answer' in data) one?.resolve(data.answer);
      else one?.reject(data.unfit ? new UnfitError(data.failure) : new Error(data.failure));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const all = [...this.#waiting.values()];
      this.#waiting.clear();
      this.#worker = null;
      worker.terminate();
      for (const one of all) one.reject(new UnfitError('The engine of this page could not be started. What is stored stays.'));
    };
    return worker;
  }
}
