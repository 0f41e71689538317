/** What the engine's threads load, and what is said where it is not there. */

import address from './dist/engine.wasm?url';

/** Said of a page that cannot compute; `message` is shown as it is. */
export class Unfit extends Error {}

/** The engine's module. */
export async function compiled(): Promise<WebAssembly.Module> {
  const bytes = await fetched(address);
  return WebAssembly.compile(bytes).catch((error: unknown) => {
    // A host's Content-Security-Policy may forbid it.
    throw new Unfit(`WebAssembly cannot be used here (${(error as Error).message}), so nothing is computed in this page.`);
  });
}

/** A file's bytes. */
export async function fetched(address: string): Promise<ArrayBuffer> {
  const name = address.split('/').at(-1) ?? '';
  let response: Response;
  try {
    response = await fetch(address);
  } catch {
    throw new Error(`${name} could not be loaded: the host does not answer.`);
  }
  // Some static hosts answer every unknown address with their start page.
  if (response.status === 404 || (response.headers.get('content-type') ?? '').includes('html')) throw new Unfit(`This folder was written without ${name}, which an answer in the page needs.`);
  if (!response.ok) throw new Error(`${name} could not be loaded: the host answered ${response.status}.`);
  return response.arrayBuffer();
}
