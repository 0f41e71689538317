import { ApiError, isAbort, NeedsServerError } from './client';
import { loadsUnseen } from './shownFigures.svelte';

export type ResourceState = 'idle' | 'loading' | 'ready' | 'stale' | 'empty' | 'error' | 'needs server';

/**
 * Something loaded that follows what it was loaded for. While a new key loads, the last value stays and is called stale; after an error too.
 */
export class Resource<T> {
  /** The last good value, possibly of an older key. */
  value = $state.raw<T | null>(null);
  error = $state.raw<Error | null>(null);
  loading = $state(false);
  /** The key that `value` belongs to. */
  key = $state<string | null>(null);
  /** Makes the Python that gets the same; null where there is none. */
  code: (() => string | null) | null = null;
  #wanted = $state<string | null>(null);

  get state(): ResourceState {
    if (this.error) {
      if (this.error instanceof NeedsServerError) return 'needs server';
      if (this.error instanceof ApiError && this.error.missing) return 'empty';
      return 'error';
    }
    if (this.loading) return this.value === null ? 'loading' : 'stale';
    if (this.#wanted === null) return 'idle';
    return this.value === null ? 'loading' : 'ready';
  }

  /** The value only if it belongs to the key wanted now. */
  get current(): T | null {
    return this.key === this.#wanted ? this.value : null;
  }

  get python(): string | null {
    return this.code?.() ?? null;
  }

  get message(): string | null {
    return this.error?.message ?? null;
  }

  constructor(key: () => string | null, load: (signal: AbortSignal, key: string) => Promise<T>, options: { wait?: number } = {}) {
    const unseen = loadsUnseen();
    $effect(() => {
      const wanted = unseen() ? null : key();
      this.#wanted = wanted;
      this.error = null;
      if (wanted === null) {
        this.value = null;
        this.key = null;
        this.loading = false;
        return;
      }
      const controller = new AbortController();
      this.loading = true;
      const start = () => {
        load(controller.signal, wanted).then(
          (value) => {
            if (controller.signal.aborted) return;
            this.value = value;
            this.key = wanted;
            this.loading = false;
          },
          (error: unknown) => {
            if (controller.signal.aborted || isAbort(error)) return;
            this.error = error instanceof Error ? error : new Error(String(error));
            this.loading = false;
          },
        );
      };
      const timer = options.wait ? setTimeout(start, options.wait) : (start(), undefined);
      return () => {
        clearTimeout(timer);
        controller.abort();
      };
    });
  }
}

/**
 * A resource bound to the component that makes it. `key` names what is wanted (null: nothing), and is tracked; `load` is not. `wait` milliseconds
 * must pass without a change before the request is sent: 120 for live calls that follow the scrubber, none for files.
 */
export function resource<T>(
  key: () => string | null,
  load: (signal: AbortSignal, key: string) => Promise<T>,
  options: { wait?: number } = {},
): Resource<T> {
  return new Resource(key, load, options);
}
