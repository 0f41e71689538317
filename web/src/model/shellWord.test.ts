import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand, shellWord } from './shellWord';

it('quotes what a shell would take apart', () => {
  expect(['demo-1', 'reference/small-lm-42', "it's here", '', '$(reboot)', 'ünï #1'].map(shellWord)).toEqual([
    'demo-1', 'reference/small-lm-42', "'it'\\''s here'", "''", "'$(reboot)'", "'ünï #1'",
  ]);
});

it('makes commands about runs', () => {
  expect(runCommand('phases', 'it is')).toBe("bindscope phases --run 'it is'");
  expect(runCommand('analyze probes', null, '--layer 3')).toBe('bindscope analyze probes --run NAME --layer 3');
});

it('stands at every run’s name in a command, and the program is called the same everywhere', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const bare = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|svelte)$/u.test(file) && !file.endsWith('.test.ts'))
    .filter((file) => /--runs? \$?\{(?!shellWord\()|\.\/bindscope/u.test(readFileSync(join(root, file), 'utf8')));
  expect(bare).toEqual([]);
});
