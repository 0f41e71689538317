import type { CheckpointEvent, Evaluation, RunState, StateEvent } from './contract.g';

export interface RunEvents {
  metrics(line: Evaluation): void;
  checkpoint(step: number): void;
  state(state: RunState): void;
  connected(connected: boolean): void;
}

/**
 * Follows a run that trains, from what is known of it on; the browser connects again by itself when the server was away. Returns what ends it.
 */
export function follow(run: string, after: number, events: RunEvents): () => void {
  const source = new EventSource(`api/runs/${encodeURIComponent(run)}/events?after=${after}`);
  const data = (event: Event) => JSON.parse((event as MessageEvent<string>).data) as unknown;
  source.addEventListener('open', () => events.connected(true));
  source.addEventListener('error', () => events.connected(false));
  source.addEventListener('metrics', (event) => events.metrics(data(event) as Evaluation));
  source.addEventListener('checkpoint', (event) => events.checkpoint((data(event) as CheckpointEvent).step));
  source.addEventListener('state', (event) => events.state((data(event) as StateEvent).state));
  return () => {
    events.connected(false);
    source.close();
  };
}
