/** Compiles assembly/ to dist/engine.wasm before Vite builds, serves or tests, where its sources have changed. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import type { Plugin } from 'vite';

const folder = dirname(fileURLToPath(import.meta.url));
const source = join(folder, 'assembly');
const target = join(folder, 'dist', 'engine.wasm');

export function engine(): Plugin {
  return {
    name: 'bindscope-engine',
    async buildStart() {
      const newest = Math.max(...readdirSync(source).map((file) => statSync(join(source, file)).mtimeMs));
      if (existsSync(target) && statSync(target).mtimeMs > newest) return;
      mkdirSync(dirname(target), { recursive: true });
      const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort='];
      const { error, stderr } = await asc.main([join(source, 'index.ts'), ...options, '--baseDir', '/', '-o', target]);
      if (error) throw new Error(`the engine does not compile: ${error.message}\n${stderr.toString()}`);
    },
  };
}
