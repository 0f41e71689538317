/** The one tooltip of the pages: what is pointed at says here what it is, and `Tip.svelte` shows it above everything, inside the window. */
import { untrack } from 'svelte';

export interface TipRow {
  label: string;
  value: string;
  color?: string;
  muted?: boolean;
}

export interface TipWords {
  title: string;
  rows?: readonly TipRow[];
}

/** A place in the window, in pixels. */
export interface TipBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Shown {
  owner: Element;
  words: TipWords;
  /** Where it belongs now; read again when the page scrolls. */
  box: () => TipBox;
  close: (() => void) | undefined;
}

class Tip {
  shown = $state.raw<Shown | null>(null);

  /** @param close called when something else is touched: a finger does not leave a mark as a pointer does */
  show(owner: Element, words: TipWords, box: () => TipBox = () => owner.getBoundingClientRect(), close?: () => void): void {
    this.shown = { owner, words, box, close };
  }

  /** An element that is taken away while the page is drawn loses its focus then, amid an effect: that effect is not to depend on what is shown. */
  hide(owner: Element | null): void {
    untrack(() => {
      if (this.shown?.owner === owner) this.shown = null;
    });
  }
}

export const tip = new Tip();

/** Words of an element that are shown while it is pointed at, touched or focused. */
export function tipped(node: Element, words: string) {
  let said = words;
  const show = () => tip.show(node, { title: said }, undefined, hide);
  const hide = () => tip.hide(node);
  const leave = (event: Event) => {
    if ((event as PointerEvent).pointerType !== 'touch') hide();
  };
  node.addEventListener('pointerenter', show);
  node.addEventListener('pointerleave', leave);
  node.addEventListener('focus', show);
  node.addEventListener('blur', hide);
  return {
    update(next: string) {
      said = next;
      if (tip.shown?.owner === node) show();
    },
    destroy() {
      hide();
      node.removeEventListener('pointerenter', show);
      node.removeEventListener('pointerleave', leave);
      node.removeEventListener('focus', show);
      node.removeEventListener('blur', hide);
    },
  };
}
