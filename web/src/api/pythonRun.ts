import type { PythonProgram, PythonRun } from '../model/python';
import { catalogue, shown } from '../state.svelte';
import { madeHere } from './client';

/** The run that is looked at, for code that is to be copied; null where no server can have it. */
export function pythonRun(): PythonRun | null {
  const run = catalogue.runName;
  if (run === null || madeHere(run) || catalogue.site === null) return null;
  return { address: catalogue.site.live ? new URL('.', document.baseURI).href : null, run };
}

/** The program that is shown, at a checkpoint. */
export function pythonProgram(step: number | null): PythonProgram | null {
  const { program, source } = shown;
  return program === null || source === null || step === null ? null : { program: program.text, source: source.text, step };
}
