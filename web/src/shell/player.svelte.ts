import { catalogue, shown, view } from '../state.svelte';

/** Plays through the stored checkpoints, one after another, and stops at the last. */
class Player {
  playing = $state(false);
  #timer: ReturnType<typeof setInterval> | undefined;

  toggle(): void {
    if (this.playing) this.stop();
    else this.start();
  }

  start(): void {
    const steps = catalogue.steps;
    if (steps.length < 2) return;
    if (shown.checkpoint === steps.at(-1)) view.scrub(steps[0] as number);
    this.playing = true;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      const all = catalogue.steps;
      const index = shown.checkpoint === null ? -1 : all.indexOf(shown.checkpoint);
      const next = all[index + 1];
      if (next === undefined || document.hidden) this.stop();
      else view.scrub(next);
    }, 550);
  }

  stop(): void {
    this.playing = false;
    clearInterval(this.#timer);
  }
}

export const player = new Player();
