import { view } from '../state.svelte';
import { steps } from './steps';

/** The guided tour: where it stands is in the address (`tour=3`), so a link opens it at the same place. */
class Tour {
  get index(): number | null {
    const text = view.own['tour'];
    const index = text === undefined ? Number.NaN : Number(text) - 1;
    return Number.isInteger(index) && index >= 0 && index < steps.length ? index : null;
  }

  get active(): boolean {
    return this.index !== null;
  }

  go(index: number): void {
    const step = steps[index];
    if (!step) return;
    const to = step.where();
    view.commit({
      page: step.page,
      ...(to.step === undefined ? {} : { step: to.step }),
      own: { ...Object.fromEntries(Object.keys(view.own).filter((key) => key !== 'axis').map((key) => [key, null])), ...to.own, tour: String(index + 1) },
    });
    window.scrollTo(0, 0);
  }

  start(): void {
    this.go(0);
  }

  next(): void {
    const index = this.index;
    if (index === null) return;
    if (index + 1 < steps.length) this.go(index + 1);
    else this.end();
  }

  back(): void {
    const index = this.index;
    if (index !== null && index > 0) this.go(index - 1);
  }

  end(): void {
    view.commit({ own: { tour: null } });
  }
}

export const tour = new Tour();
