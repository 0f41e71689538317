import { numberUpTo } from '../api/asked.svelte';
import { facts } from '../shell/facts.svelte';
import { view } from '../state.svelte';

/** What the steps say is read when somebody takes the tour. */
const loadSteps = async () => (await import('./steps')).steps;

/** The guided tour: where it stands is in the address (`tour=3`), so a link opens it at the same place. */
class Tour {
  get index(): number | null {
    const text = view.own['tour'];
    const index = text === undefined ? Number.NaN : Number(text) - 1;
    return Number.isInteger(index) && index >= 0 ? index : null;
  }

  /** Says so where the address asks for a step that there is not. */
  judge(): void {
    if (view.own['tour'] !== undefined) void loadSteps().then((steps) => numberUpTo('tour', steps.length));
  }

  get active(): boolean {
    return this.index !== null;
  }

  /** Opens a step; past the last one the tour is over. */
  async go(index: number): Promise<void> {
    await facts.load();
    const step = (await loadSteps())[index];
    if (!step) {
      this.end();
      return;
    }
    const to = step.where();
    view.commit({
      page: step.page,
      ...(to.step === undefined ? {} : { step: to.step }),
      own: { ...Object.fromEntries(Object.keys(view.own).filter((key) => key !== 'axis' && key !== 'names').map((key) => [key, null])), ...to.own, tour: String(index + 1) },
    });
    window.scrollTo(0, 0);
  }

  start(): void {
    void this.go(0);
  }

  next(): void {
    if (this.index !== null) void this.go(this.index + 1);
  }

  back(): void {
    if (this.index !== null && this.index > 0) void this.go(this.index - 1);
  }

  end(): void {
    view.commit({ own: { tour: null } });
  }
}

export const tour = new Tour();
