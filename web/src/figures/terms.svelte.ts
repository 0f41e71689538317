import { SvelteMap } from 'svelte/reactivity';

/** The terms of the glossary that a page shows, and which of each stands first: that one is a link. */
class Terms {
  readonly #places = new Map<string, Set<HTMLElement>>();
  /** By word. */
  readonly first = new SvelteMap<string, HTMLElement>();
  #due = false;

  /** Takes a place of a word in; what is returned takes it out again. */
  add(word: string, place: HTMLElement): () => void {
    const all = this.#places.get(word) ?? new Set();
    this.#places.set(word, all.add(place));
    this.#look();
    return () => {
      all.delete(place);
      this.#look();
    };
  }

  /** Once for all that come and go together. */
  #look(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      for (const [word, all] of this.#places) {
        const first = [...all].reduce<HTMLElement | null>((best, one) => (best === null || best.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING ? one : best), null);
        if (first === null) this.first.delete(word);
        else if (this.first.get(word) !== first) this.first.set(word, first);
      }
    });
  }
}

export const terms = new Terms();
