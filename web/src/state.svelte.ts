import { get, madeHere, noteSite, runPath } from './api/client';
import type { ExamplePair, Evaluation, Phase, RunPage, MetricsPage, RunSummary, SiteIndex } from './api/contract.g';
import { type LiveSource, page, server } from './api/liveSource';
import { type Address, type PageName, readAddress, writeAddress } from './model/address';
import { nearest } from './model/checkpoints';
import { type ExecutedProgram, parse, defaultSource } from './model/program';

/** Keys of the address that every page shares although they are no part of what is looked at: the axis of steps, the tour's place, what heads are called, whether answers are hidden, a lecture, the model that stands beside. */
const lasting = ['axis', 'tour', 'names', 'hide', 'lecture', 'beside'];

/**
 * The one state of the pages. What is in it is in the address, so a link opened elsewhere shows the same; what follows from it (the run's data, the
 * parsed program) is derived. Committing writes a step of the browser's history. So does the first of many small changes (a drag, typing), which the
 * following ones replace: going back always leads to what was seen before, never out of the site because of a drag.
 */
class View {
  page = $state<PageName>('overview');
  /** What the address names where there is no such page. */
  unknown = $state<string | null>(null);
  run = $state<string | null>(null);
  /** The step asked for; `checkpoint` is the stored one nearest to it. */
  step = $state<number | null>(null);
  pin = $state<number | null>(null);
  program = $state<string | null>(null);
  source = $state<string | null>(null);
  /** A page's own keys. They go when another page is opened. */
  own = $state<Record<string, string>>({});

  #timer: ReturnType<typeof setTimeout> | undefined;
  #written = '';
  /** When the last of many small changes was made. */
  #changed = Number.NEGATIVE_INFINITY;

  constructor() {
    if (typeof window === 'undefined') return;
    this.#take(readAddress(location.hash));
    this.#written = location.hash;
    const read = () => {
      if (location.hash === this.#written) return;
      clearTimeout(this.#timer);
      this.#written = location.hash;
      this.#changed = Number.NEGATIVE_INFINITY;
      this.#take(readAddress(location.hash));
    };
    window.addEventListener('hashchange', read);
    window.addEventListener('popstate', read);
  }

  #take(address: Address): void {
    this.page = address.page;
    this.unknown = address.unknown ?? null;
    this.run = address.run;
    this.step = address.step;
    this.pin = address.pin;
    this.program = address.program;
    this.source = address.source;
    this.own = address.own;
  }

  #address(): Address {
    return {
      page: this.page,
      unknown: this.unknown,
      run: this.run,
      step: this.step,
      pin: this.pin,
      program: this.program,
      source: this.source,
      own: { ...this.own },
    };
  }

  /** The link to what this state becomes with some changes. `own` replaces the page's own keys. */
  link(changes: Partial<Address>): string {
    const address = { ...this.#address(), ...(changes.page === undefined ? {} : { unknown: null }), ...changes };
    if (changes.run !== undefined && changes.run !== this.run) address.own = Object.fromEntries(Object.entries(address.own).filter(([key]) => key !== 'names'));
    if (changes.page !== undefined && changes.page !== this.page) address.own = { ...this.#lasting(), ...changes.own };
    return writeAddress(address);
  }

  /** The keys that go along to the next page. */
  #lasting(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.own).filter(([key]) => lasting.includes(key)));
  }

  /**
   * Names run and step in the address of a page that was opened without them, so that what is seen can be sent on. A step of which nothing is kept
   * is corrected to the one that is shown.
   */
  complete(run: string, step: number | null): void {
    this.run ??= run;
    this.step = step ?? this.step;
    this.#write('replace', 0);
  }

  /** A change among many: the first since a while is a step of the history. */
  #follow(): void {
    const now = Date.now();
    this.#write(now - this.#changed > 1500 ? 'push' : 'replace');
    this.#changed = now;
  }

  /** Writes the state into the address: at once as a new entry of the history, or replacing the last entry when things have come to rest. */
  #write(how: 'push' | 'replace', rest = 180): void {
    clearTimeout(this.#timer);
    const write = () => {
      const hash = writeAddress(this.#address());
      if (hash === this.#written) return;
      this.#written = hash;
      if (how === 'push') history.pushState(null, '', hash);
      else history.replaceState(null, '', hash);
    };
    if (how === 'push' || rest === 0) write();
    else this.#timer = setTimeout(write, rest);
  }

  /** Opens a page. */
  open(page: PageName, own: Record<string, string> = {}): void {
    this.own = { ...this.#lasting(), ...own };
    this.page = page;
    this.unknown = null;
    this.#write('push');
    window.scrollTo(0, 0);
  }

  /** Moves to a step while scrubbing: everything follows at once, the address when it rests. */
  scrub(step: number): void {
    this.step = step;
    this.#follow();
  }

  /** A deliberate choice: back returns to what was before. */
  commit(changes: Partial<Omit<Address, 'own'>> & { own?: Record<string, string | null> }): void {
    const { own, ...rest } = changes;
    // What one run's heads are called says nothing of another's.
    if (rest.run !== undefined && rest.run !== this.run) this.#setOwn({ names: null });
    Object.assign(this, rest);
    if (rest.page !== undefined) this.unknown = null;
    if (own) this.#setOwn(own);
    this.#write('push');
  }

  /** Sets or (with null) removes a page's own keys: sorting, axes, selected cells. */
  set(own: Record<string, string | null>): void {
    this.#setOwn(own);
    this.#follow();
  }

  #setOwn(own: Record<string, string | null>): void {
    const next = { ...this.own };
    for (const [key, value] of Object.entries(own)) {
      if (value === null) delete next[key];
      else next[key] = value;
    }
    this.own = next;
  }

  /** A page's own key, or what it is when the address does not say. */
  get(key: string, otherwise: string): string {
    return this.own[key] ?? otherwise;
  }
}

export const view = new View();

/** What the pointer is over, on whatever figure; every view of the page lights the same thing. Not in the address. */
class Hover {
  /** A program's line, 1-based. */
  line = $state<number | null>(null);
  /** A token's position, 0-based. */
  token = $state<number | null>(null);
  layer = $state<number | null>(null);
  head = $state<number | null>(null);
  step = $state<number | null>(null);
  /** A test program's index. */
  program = $state<number | null>(null);

  clear(): void {
    this.line = this.token = this.layer = this.head = this.step = this.program = null;
  }
}

export const hover = new Hover();

/** The site and the run that is looked at, loaded. */
class Catalogue {
  site = $state.raw<SiteIndex | null>(null);
  siteError = $state.raw<Error | null>(null);
  detail = $state.raw<RunPage | null>(null);
  metrics = $state.raw<MetricsPage | null>(null);
  example = $state.raw<ExamplePair | null>(null);
  /** The run whose example was looked for, found or not. */
  exampleOf = $state<string | null>(null);
  runError = $state.raw<Error | null>(null);
  /** The run that was shown first without being asked for. */
  #first = $state<string | null>(null);
  /** False while a training run's events cannot be followed. */
  following = $state(false);

  /** The run looked at: the address's, else the site's first. Naming that one in the address is no change of it, and loads nothing anew. */
  readonly runName = $derived.by<string | null>(() => {
    if (view.run !== null) return view.run;
    // Once one is shown it stays, although another may come to have more while it is analysed.
    return this.site?.runs.some((run) => run.name === this.#first) ? this.#first : (this.site?.first ?? this.site?.runs[0]?.name ?? null);
  });

  get summary(): RunSummary | null {
    return this.detail?.summary ?? this.site?.runs.find((run) => run.name === this.runName) ?? null;
  }

  /** Stored checkpoints, rising. */
  get steps(): number[] {
    return this.detail?.checkpoints.map((one) => one.step) ?? [];
  }

  get phases(): readonly Phase[] {
    return this.detail?.phases?.phases ?? [];
  }

  /** Whether a server answers; false in an exported folder. */
  get live(): boolean {
    return this.site?.live ?? false;
  }

  /** Who answers what is asked live; null where nobody can, and until the site is known. */
  get source(): LiveSource | null {
    return this.sourceOf(this.runName);
  }

  sourceOf(run: string | null): LiveSource | null {
    if (this.site === null) return null;
    return this.site.live ? server : this.site.weights || madeHere(run) ? page : null;
  }

  /** Whether the run comes with stored answers to its example: in an exported folder, but not where the page made it. */
  get storesExample(): boolean {
    return !this.live && !madeHere(this.runName);
  }

  /** Whether it is known if the run has an example: before, a figure of a program waits and is not empty. */
  get exampleKnown(): boolean {
    return this.runName !== null && this.exampleOf === this.runName;
  }

  /** A run that the page makes, among those of the site. */
  addRun(run: RunSummary): void {
    if (this.site) this.site = { ...this.site, runs: [...this.site.runs.filter(({ name }) => name !== run.name), run] };
  }

  removeRun(name: string): void {
    if (this.site) this.site = { ...this.site, runs: this.site.runs.filter((run) => run.name !== name) };
  }

  /** The names of the analyses of a kind that the run has, nearest checkpoint first where several exist. */
  analyses(kind: string): RunPage['analyses'] {
    return this.detail?.analyses.filter((one) => one.kind === kind) ?? [];
  }

  has(name: string): boolean {
    return this.detail?.analyses.some((one) => one.name === name) ?? false;
  }

  /** One more evaluation of a run that trains; one that is known already changes nothing. */
  addMetrics(line: Evaluation): void {
    const known = this.metrics?.metrics ?? [];
    if (this.metrics === null || (known.at(-1)?.step ?? -1) >= line.step) return;
    this.metrics = { ...this.metrics, metrics: [...known, line] };
  }

  addCheckpoint(step: number): void {
    if (this.detail === null || (this.steps.at(-1) ?? -1) >= step) return;
    const accuracy = this.metrics?.metrics.find((line) => line.step === step)?.accuracy ?? null;
    // What trains now writes checksums.
    this.detail = { ...this.detail, checkpoints: [...this.detail.checkpoints, { step, accuracy, checksums: true }] };
  }

  async loadSite(fresh = false): Promise<void> {
    try {
      const site = await get<SiteIndex>('data/site.json', { fresh });
      noteSite(site);
      this.site = site;
      this.#first ??= site.first;
      this.siteError = null;
    } catch (error) {
      this.siteError = error as Error;
    }
  }

  /** Loads the run's record, its metrics and its example; called again with `fresh` when a training run announces news. */
  async loadRun(run: string, signal?: AbortSignal, fresh = false): Promise<void> {
    const options = signal ? { signal, fresh } : { fresh };
    try {
      const [detail, metrics] = await Promise.all([
        get<RunPage>(runPath(run, 'run.json'), options),
        get<MetricsPage>(runPath(run, 'metrics.json'), options),
      ]);
      if (signal?.aborted || run !== this.runName) return;
      this.detail = detail;
      this.metrics = metrics;
      this.runError = null;
      if (!fresh || this.example === null) {
        const example = await get<ExamplePair>(runPath(run, 'example.json'), options).catch(() => null);
        if (signal?.aborted || run !== this.runName) return;
        this.example = example;
        this.exampleOf = run;
      }
    } catch (error) {
      if (signal?.aborted || run !== this.runName) return;
      this.runError = error as Error;
    }
  }
}

export const catalogue = new Catalogue();

/** What follows from the address and the run: the checkpoint shown, the pinned one, the program and its counterfactual. */
class Shown {
  /** The stored checkpoint nearest to the step asked for; the last one where none is. */
  get checkpoint(): number | null {
    return nearest(catalogue.steps, view.step ?? Number.POSITIVE_INFINITY);
  }

  get pin(): number | null {
    return view.pin === null ? null : nearest(catalogue.steps, view.pin);
  }

  /** The model that stands beside the shown one on the same program: of another run or another step; its last checkpoint where no step is named. */
  get beside(): { run: string; step: number | null } | null {
    const match = /^(.+?)(?:@(\d+))?$/u.exec(view.get('beside', ''));
    return match ? { run: match[1] as string, step: match[2] === undefined ? null : Number(match[2]) } : null;
  }

  /** The program's text: the address's, else the run's example. */
  get programText(): string | null {
    return view.program ?? catalogue.example?.base ?? null;
  }

  #program = $derived.by<ExecutedProgram | null>(() => (this.programText === null ? null : parse(this.programText).program));

  get program(): ExecutedProgram | null {
    return this.#program;
  }

  /** The counterfactual's text: the address's, else the example's, else the program with another root digit. */
  get sourceText(): string | null {
    if (view.source !== null) return view.source;
    if (view.program === null && catalogue.example) return catalogue.example.source;
    return this.program === null ? null : defaultSource(this.program);
  }

  #source = $derived.by<ExecutedProgram | null>(() => (this.sourceText === null ? null : parse(this.sourceText).program));

  get source(): ExecutedProgram | null {
    return this.#source;
  }

  /** Whether program and counterfactual are the run's example, which every export holds at every checkpoint. */
  get isExample(): boolean {
    return catalogue.example !== null && this.programText === catalogue.example.base && this.sourceText === catalogue.example.source;
  }
}

export const shown = new Shown();

/** Whether effects are coloured relative to the largest of their figure; else on the scale that all figures share. */
export const relativeScale = (): boolean => view.get('unit', 'fixed') === 'share';

/** Why a figure of a program has none to show. */
export const noProgram = (): string =>
  shown.programText === null ? 'There is no program yet: type one into the program bar above.' : 'The program of this address cannot be read; the program bar above says why.';
