import { getContext, setContext } from 'svelte';
import type { DrawingPart } from './export';

const key = Symbol('figure');

export interface FigureContext {
  /** Called by a drawing when it is mounted; returns what takes it away again. */
  register(part: DrawingPart): () => void;
}

export function provideFigure(context: FigureContext): void {
  setContext(key, context);
}

/** Null for a drawing outside a figure. */
export function figureContext(): FigureContext | null {
  return getContext<FigureContext | undefined>(key) ?? null;
}
