import { shown, view } from '../state.svelte';

/** Predict, then reveal: with `hide=1` in the address, what the model says is hidden until somebody has said what it will say of this program at this step. */
class Prediction {
  #made = $state.raw<{ of: string; digit: number } | null>(null);

  get #of(): string {
    return `${shown.programText} ${shown.checkpoint}`;
  }

  get asked(): boolean {
    return view.get('hide', '') === '1';
  }

  /** The digit that was said; null until then. */
  get digit(): number | null {
    return this.#made?.of === this.#of ? this.#made.digit : null;
  }

  get hides(): boolean {
    return this.asked && this.digit === null;
  }

  make(digit: number): void {
    this.#made = { of: this.#of, digit };
  }
}

export const prediction = new Prediction();
