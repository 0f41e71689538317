/** Light or dark: the system's choice until the switch is used; the choice stays in this browser. */
class Theme {
  current = $state<'light' | 'dark'>('light');
  /** Counts up when colours change, so that canvases draw again. */
  version = $state(0);

  constructor() {
    if (typeof window === 'undefined') return;
    const system = matchMedia('(prefers-color-scheme: dark)');
    const kept = this.#kept();
    this.#apply(kept ?? (system.matches ? 'dark' : 'light'));
    system.addEventListener('change', () => {
      if (this.#kept() === null) this.#apply(system.matches ? 'dark' : 'light');
    });
  }

  #kept(): 'light' | 'dark' | null {
    try {
      const value = localStorage.getItem('bindscope-theme');
      return value === 'light' || value === 'dark' ? value : null;
    } catch {
      return null;
    }
  }

  #apply(theme: 'light' | 'dark'): void {
    this.current = theme;
    document.documentElement.dataset['theme'] = theme;
    this.version++;
  }

  toggle(): void {
    const next = this.current === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem('bindscope-theme', next);
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
    this.#apply(next);
  }

  /** The value of a custom property of the design, now. Reading it in a drawing effect makes the drawing follow the theme. */
  color(name: string): string {
    void this.version;
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }
}

export const theme = new Theme();
