import { briefPath, get } from '../api/client';
import type { DevelopmentResult, GeneralisationResult, PatchResult, ProbeResult, SubspaceResult } from '../api/contract.g';
import { nearestStored } from '../model/analyses';
import { offsetOf } from '../model/maps';
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
    const name = (kind: string) => nearestStored(detail.analyses, { kind }, null)?.entry.name ?? null;
    // Of two sweeps of one checkpoint, the one that the page shows: that with the tokens after each right-hand side.
    const sweep = (kind: string) => {
      const [chain, spans] = (['chain', 'spans'] as const).map((tokens) => nearestStored(detail.analyses, { kind, tokens }, null));
      const tokens = spans && (!chain || spans.step === chain.step) ? ('spans' as const) : ('chain' as const);
      return { tokens, name: (tokens === 'spans' ? spans : chain)?.entry.name ?? null };
    };
    const [residual, heads, subspaces] = [sweep('patch-residual'), sweep('patch-heads'), name('subspaces')];
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
      read<PatchResult>(residual.name, (result) => residualFinding(result, residual.tokens)),
      read<PatchResult>(heads.name, (result) => headsFinding(result, heads.tokens)),
      read<DevelopmentResult>(catalogue.has('development') ? 'development' : null, developmentFinding),
      read<SubspaceResult>(subspaces, (result) => subspaceFinding(result, offsetOf(subspaces ?? ''))),
      read<GeneralisationResult>(name('generalisation'), generalisationFinding),
      read<ProbeResult>(name('probes'), probesFinding),
    ]);
    if (this.#run !== run || this.#analyses !== detail.analyses.length) return;
    this.findings = all.filter((finding) => finding !== null);
    this.loading = false;
  }
}

export const facts = new Facts();
