import { get, post } from '../api/client';
import type { TrainingAnswer, TrainingOffer, TrainRequest } from '../api/contract.g';
import { catalogue } from '../state.svelte';

/** Milliseconds between two looks at what is trained. */
const pause = 2500;

/** What the server trains and offers to train, looked at while the page is seen; brings the list of runs up to date when it changes. */
class Desk {
  offer = $state.raw<TrainingOffer | null>(null);
  /** What is chosen on the page; kept while other pages are looked at. */
  preset = $state('quick');
  seed = $state('1');
  /** A request is on its way. */
  asking = $state(false);
  /** Why the last request was refused. */
  refused = $state.raw<Error | null>(null);

  get busy(): boolean {
    const state = this.offer?.job?.state;
    return state === 'running' || state === 'stopping';
  }

  /** Looks now and then, until what it returns is called. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const look = async () => {
      if (document.visibilityState === 'visible') await this.look();
      if (!ended) timer = setTimeout(look, pause);
    };
    const seen = () => {
      if (document.visibilityState === 'visible') void this.look();
    };
    document.addEventListener('visibilitychange', seen);
    void look();
    return () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }

  async look(): Promise<void> {
    try {
      const offer = await get<TrainingOffer>('api/train', { fresh: true });
      const before = this.offer?.listing;
      this.offer = offer;
      if (before === undefined || before === offer.listing) return;
    } catch {
      // The server is away: what was seen last stays, and the next look may succeed.
      return;
    }
    await catalogue.loadSite(true);
    const shown = catalogue.runName;
    if (shown !== null) await catalogue.loadRun(shown, undefined, true);
  }

  train(request: TrainRequest): Promise<string | null> {
    return this.#ask('api/train', request);
  }

  act(run: string, what: 'stop' | 'resume' | 'analyse'): Promise<string | null> {
    return this.#ask(`api/train/${encodeURIComponent(run)}/${what}`, {});
  }

  /** Asks for something; the run's name, or null where it was refused. */
  async #ask(path: string, body: unknown): Promise<string | null> {
    this.asking = true;
    this.refused = null;
    try {
      const { run } = await post<TrainingAnswer>(path, body, { keep: false });
      return run;
    } catch (error) {
      this.refused = error as Error;
      return null;
    } finally {
      this.asking = false;
      await this.look();
    }
  }
}

export const desk = new Desk();
