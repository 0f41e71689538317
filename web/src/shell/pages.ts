import type { Component } from 'svelte';
import type { PageName } from '../model/address';

export interface PageEntry {
  title: string;
  group: 'Start' | 'Programs' | 'Behaviour' | 'Circuit' | 'More';
  load: () => Promise<{ default: Component }>;
  /** Which of the header's two controls the page follows. */
  uses: ('checkpoint' | 'program')[];
}

/** Every page, loaded when it is first opened. */
export const entries: Record<PageName, PageEntry> = {
  overview: { title: 'Overview', group: 'Start', load: () => import('../pages/Overview.svelte'), uses: ['checkpoint', 'program'] },
  trajectory: { title: 'Training trajectory', group: 'Behaviour', load: () => import('../pages/Trajectory.svelte'), uses: ['checkpoint'] },
  program: { title: 'Program graph', group: 'Programs', load: () => import('../pages/Program.svelte'), uses: ['checkpoint', 'program'] },
  programs: { title: 'Program analysis', group: 'Programs', load: () => import('../pages/Programs.svelte'), uses: ['checkpoint', 'program'] },
  checkpoint: { title: 'Checkpoint analysis', group: 'Behaviour', load: () => import('../pages/Checkpoint.svelte'), uses: ['checkpoint'] },
  statistics: { title: 'Checkpoint statistics', group: 'Behaviour', load: () => import('../pages/Statistics.svelte'), uses: ['checkpoint'] },
  compare: { title: 'Checkpoint comparison', group: 'Behaviour', load: () => import('../pages/Compare.svelte'), uses: ['checkpoint'] },
  logits: { title: 'Logit analysis', group: 'Circuit', load: () => import('../pages/Logits.svelte'), uses: ['checkpoint', 'program'] },
  residual: { title: 'Residual patching', group: 'Circuit', load: () => import('../pages/Residual.svelte'), uses: ['checkpoint', 'program'] },
  heads: { title: 'Attention heads', group: 'Circuit', load: () => import('../pages/Heads.svelte'), uses: ['checkpoint', 'program'] },
  circuit: { title: 'Circuit', group: 'Circuit', load: () => import('../pages/Circuit.svelte'), uses: ['checkpoint', 'program'] },
  development: { title: 'Circuit development', group: 'Circuit', load: () => import('../pages/Development.svelte'), uses: ['checkpoint'] },
  subspaces: { title: 'Subspaces', group: 'Circuit', load: () => import('../pages/Subspaces.svelte'), uses: ['checkpoint'] },
  generalisation: { title: 'Generalisation and probes', group: 'More', load: () => import('../pages/Generalisation.svelte'), uses: ['checkpoint'] },
  calibration: { title: 'Calibration', group: 'More', load: () => import('../pages/Calibration.svelte'), uses: [] },
  report: { title: 'Report', group: 'More', load: () => import('../pages/Report.svelte'), uses: [] },
  glossary: { title: 'Glossary', group: 'More', load: () => import('../pages/Glossary.svelte'), uses: [] },
};

export const groups = ['Start', 'Programs', 'Behaviour', 'Circuit', 'More'] as const;
