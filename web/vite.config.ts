import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { engine } from './engine/compile.ts';
import { linkTerms } from './linkTerms.ts';

// Every address in the built page is relative, so that the site works in a sub-folder of any static file server.
export default defineConfig({
  base: './',
  plugins: [svelte({ preprocess: linkTerms() }), engine()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // A data: address for a small asset would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The licences of the packages that end up in the pages go wherever the pages go.
    license: { fileName: 'licenses.txt' },
  },
  server: {
    // `BINDSCOPE=http://127.0.0.1:5101 npm run dev` shows the pages as they are written, over a running `bindscope serve`.
    proxy: Object.fromEntries(
      ['/data', '/api'].map((path) => [path, { target: process.env['BINDSCOPE'] ?? 'http://127.0.0.1:5000', changeOrigin: true }]),
    ),
  },
  test: { include: ['*.test.ts', 'src/**/*.test.ts', 'engine/**/*.test.ts'], environment: 'node', testTimeout: 120_000 },
});
