import { numberUpTo } from '../../api/asked.svelte';
import { liveProgram } from '../../api/live.svelte';
import { digitColors } from '../../draw/colors';
import { firstLineDigit } from '../../model/lens';
import { programTokens } from '../../model/tokens';
import { hover, shown } from '../../state.svelte';

/** What the figures of one program share on the logits' page: the lens, the token that is followed, and how digits are named and drawn. */
export class LensPage {
  readonly live = liveProgram(['lens']);

  readonly program = $derived(shown.program);
  readonly tokens = $derived(this.program ? programTokens(this.program, this.program) : []);
  /** Line 1's digit; null where that line holds none. */
  readonly first = $derived(this.program ? firstLineDigit(this.program) : null);
  readonly lens = $derived(this.live.value?.lens ?? null);
  readonly drawn = $derived(this.lens !== null && this.program !== null && this.lens.program === this.program.text);
  readonly layers = $derived((this.lens?.tokens[0]?.digitLogits.length ?? 1) - 1);

  readonly colon = $derived(this.tokens.length - 1);
  /** The token that was kept; the colon unless another was. */
  readonly kept = $derived(numberUpTo('token', this.colon < 0 ? null : this.colon, 0) ?? Math.max(this.colon, 0));
  readonly position = $derived(hover.token !== null && hover.token < this.tokens.length ? hover.token : this.kept);

  named(digit: number): string {
    if (!this.program) return String(digit);
    const names = [digit === this.program.answer ? 'answer' : '', digit === this.first ? 'line 1' : ''].filter((name) => name !== '');
    return names.length > 0 ? `${digit} (${names.join(', ')})` : String(digit);
  }

  /** The answer and line 1's digit in the colours of their roles; the other digits stay in the background. */
  look(digit: number): { color: string; width: number; muted: boolean; dash?: string } {
    if (this.program && digit === this.program.answer) return { color: 'var(--role-root)', width: 2.6, muted: false };
    if (digit === this.first) return { color: 'var(--role-chain)', width: 2.2, muted: false, dash: '6 3' };
    return { color: digitColors()[digit] ?? 'var(--ink-3)', width: 1.2, muted: true };
  }
}
