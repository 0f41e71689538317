import type { Component, VectorPatch } from '../../model/patches';
import { rolePosition } from '../../model/tokens';
import { shown } from '../../state.svelte';

/** The patch of a head or an MLP at a role's token of the program that is shown; null where it has no such token. */
export function shownPatch(what: 'head' | 'mlp', { layer, head }: Component, role: string): VectorPatch | null {
  const position = shown.program ? rolePosition(role, shown.program) : null;
  return position === null ? null : { what, layer, head, position, put: 'patch' };
}
