import { nearestStored, type StoredAt, storedOf, type Wanted } from '../model/analyses';
import { analysisCode } from '../model/python';
import { catalogue, shown } from '../state.svelte';
import { analysisPath, get } from './client';
import type { AnalysisEntry } from './contract.g';
import { pythonRun } from './pythonRun';
import { type Resource, resource, type ResourceState } from './resource.svelte';

/**
 * A stored analysis of the run that is looked at. No file is asked for that the run does not list, so what was never computed is "empty" at once
 * and not a failed request.
 */
export class Stored<T> {
  #resource: Resource<T>;
  #name: () => string | null;

  constructor(name: () => string | null) {
    this.#name = name;
    this.#resource = resource<T>(
      () => (this.entry === null || catalogue.runName === null ? null : `${catalogue.runName}/${this.entry.name}/${this.entry.bytes}`),
      (signal) => get<T>(analysisPath(catalogue.runName ?? '', this.entry?.name ?? ''), { signal }),
    );
  }

  /** Whether the run's list of analyses is here. */
  get #known(): boolean {
    return catalogue.detail !== null && catalogue.detail.summary.name === catalogue.runName;
  }

  /** The analysis in the run's list; null where it was not computed, or has only parts so far. */
  get entry(): AnalysisEntry | null {
    const name = this.#name();
    return this.#known && name !== null ? (catalogue.detail?.analyses.find((one) => one.name === name && one.bytes > 0) ?? null) : null;
  }

  get state(): ResourceState {
    if (!this.#known) return 'loading';
    return this.entry === null ? 'empty' : this.#resource.state;
  }

  get value(): T | null {
    return this.#resource.value;
  }

  get message(): string | null {
    return this.#resource.message;
  }

  get command(): string | null {
    return this.entry?.command ?? null;
  }

  /** The Python that reads the same answer from a server. */
  get python(): string | null {
    const of = pythonRun();
    return of === null || this.entry === null ? null : analysisCode(of, this.entry.name);
  }
}

/** A stored analysis by its folder's name, which may depend on state; null for none. */
export function stored<T>(name: () => string | null): Stored<T> {
  return new Stored<T>(name);
}

/** A stored analysis of single checkpoints: that of the shown one, or the nearest that the run has. */
export class StoredNear<T> {
  #wanted: () => Wanted;
  #stored: Stored<T>;

  constructor(wanted: () => Wanted) {
    this.#wanted = wanted;
    this.#stored = new Stored<T>(() => this.at?.entry.name ?? null);
  }

  /** Which one it is; null where the run has none. */
  get at(): StoredAt | null {
    return nearestStored(catalogue.detail?.analyses ?? [], this.#wanted(), shown.checkpoint);
  }

  get entry(): AnalysisEntry | null {
    return this.#stored.entry;
  }

  /** All of the kind, by checkpoint. */
  get all(): readonly StoredAt[] {
    return storedOf(catalogue.detail?.analyses ?? [], this.#wanted());
  }

  get state(): ResourceState {
    return this.#stored.state;
  }

  get value(): T | null {
    return this.#stored.value;
  }

  get message(): string | null {
    return this.#stored.message;
  }

  get command(): string | null {
    return this.#stored.command;
  }

  get python(): string | null {
    return this.#stored.python;
  }
}

/** The stored analysis of a kind that is nearest to the shown checkpoint. */
export function storedNear<T>(wanted: () => Wanted): StoredNear<T> {
  return new StoredNear<T>(wanted);
}
