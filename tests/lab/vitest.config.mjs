import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    environment: 'jsdom',
    include: ['**/*.test.{ts,tsx}'],
    setupFiles: ['./setup.ts'],
    // JupyterLab's packages import styles and folders, which only a bundler resolves.
    server: { deps: { inline: [/@jupyterlab/, /@jupyter\//, /@lumino/] } },
    css: false,
    // The modules of JupyterLab take seconds to load: once for all files, since no file leaves anything behind.
    pool: 'forks',
    poolOptions: { forks: { singleFork: true, isolate: false } }
  }
});
