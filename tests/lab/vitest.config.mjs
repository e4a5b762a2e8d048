import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    environment: 'jsdom',
    include: ['**/*.test.{ts,tsx}'],
    setupFiles: ['./setup.ts'],
    restoreMocks: true,
    typecheck: {
      enabled: true,
      include: ['**/*.test-d.ts'],
      tsconfig: './tsconfig.json'
    },
    server: {
      // These packages import style sheets and each other as a bundler would resolve them.
      deps: { inline: [/@jupyterlab/, /@jupyter/, /@lumino/, /@microsoft/] }
    }
  }
});
