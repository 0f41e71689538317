import { briefPath, get } from '../api/client';
import type { DevelopmentResult, GeneralisationResult, PatchResult, ProbeResult, SubspaceResult } from '../api/contract';
import { nearestStored } from '../model/analyses';
import {
  developmentFinding,
  type Finding,
  generalisationFinding,
  headsFinding,
  probesFinding,
  residualFinding,
  subspaceFinding,
} from '../model/story';
import { catalogue } from '../state.svelte';

/** The run's findings in sentences, for the overview and the tour; loaded once per run and again when it has more analyses, from the last checkpoint's. */
class Facts {
  findings = $state.raw<Finding[]>([]);
  loading = $state(false);
  #run: string | null = null;
  #analyses = 0;

  of(page: Finding['page']): Finding | null {
    return this.findings.find((finding) => finding.page === page) ?? null;
  }

  async load(): Promise<void> {
    const run = catalogue.runName;
    const detail = catalogue.detail;
    if (run === null || detail === null || detail.summary.name !== run || (this.#run === run && this.#analyses === detail.analyses.length)) return;
    if (this.#run !== run) this.findings = [];
    this.#run = run;
    this.#analyses = detail.analyses.length;
    this.loading = true;
    const name = (kind: string, tokens?: 'chain' | 'spans') => {
      const wanted = tokens ? { kind, tokens } : { kind };
      return nearestStored(detail.analyses, wanted, null)?.entry.name ?? null;
    };
    const read = async <T>(from: string | null, make: (result: T) => Finding | null): Promise<Finding | null> => {
      if (from === null) return null;
      try {
        return make(await get<T>(briefPath(run, from)));
      } catch {
        // A finding that cannot be read is left out; the page it belongs to says why.
        return null;
      }
    };
    const all = await Promise.all([
      read<PatchResult>(name('patch-residual', 'spans') ?? name('patch-residual'), residualFinding),
      read<PatchResult>(name('patch-heads', 'chain') ?? name('patch-heads'), headsFinding),
      read<DevelopmentResult>(catalogue.has('development') ? 'development' : null, developmentFinding),
      read<SubspaceResult>(name('subspaces'), subspaceFinding),
      read<GeneralisationResult>(name('generalisation'), generalisationFinding),
      read<ProbeResult>(name('probes'), probesFinding),
    ]);
    if (this.#run !== run || this.#analyses !== detail.analyses.length) return;
    this.findings = all.filter((finding) => finding !== null);
    this.loading = false;
  }
}

export const facts = new Facts();
