import { getContext, onDestroy, setContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { view } from '../state.svelte';

/** What is loaded by a component, and the figures below that component. */
interface Owner {
  readonly above: Owner | undefined;
  readonly figures: SvelteSet<string>;
}

const key = Symbol('what figures are for');
/** All figures of the page, by their ids. */
const figures = new SvelteSet<string>();

/** For what a component loads: whether the page is embedded for another figure, and none below the component is shown. Called while the component begins. */
export function loadsUnseen(): () => boolean {
  const own: Owner = { above: getContext<Owner | undefined>(key), figures: new SvelteSet() };
  setContext(key, own);
  return () => {
    const shown = view.own['embed'] === '1' ? view.own['figure'] : undefined;
    // Where the figure is not there yet, it may wait for what the page loads, but not for what another figure does.
    const mayWait = shown !== undefined && !figures.has(shown) && (own.above === undefined || own.figures.size > 1);
    return shown !== undefined && !mayWait && own.figures.size > 0 && !own.figures.has(shown);
  };
}

/** For a figure while it begins. */
export function figureBegins(id: string): void {
  const all = [figures];
  for (let owner = getContext<Owner | undefined>(key); owner; owner = owner.above) all.push(owner.figures);
  for (const one of all) one.add(id);
  onDestroy(() => {
    for (const one of all) one.delete(id);
  });
}
