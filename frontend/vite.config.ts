import { fileURLToPath } from 'node:url';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { doorWorker } from './scripts/door-worker';
import { kitNonce } from './scripts/kit-nonce';

/** Where the Django server answers while `npm run dev` serves the pages. */
const BACKEND = process.env.XMH_BACKEND ?? 'http://127.0.0.1:8000';
const PROXIED = [
  '/ws',
  '/api',
  '/_allauth',
  '/files',
  '/media',
  '/admin',
  '/static/admin',
  '/s/',
  '/events.ics',
];

export default defineConfig(({ command }) => ({
  base: command === 'build' ? '/static/frontend/' : '/',
  plugins: [tanstackRouter({ target: 'react', autoCodeSplitting: true }), react(), kitNonce(), doorWorker()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // Django puts a fresh nonce for each response into this placeholder.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: ['chrome87', 'safari14.1'],
    manifest: true,
    // Images stay files: a data: address would need a hole in the content policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(PROXIED.map((path) => [path, { target: BACKEND, changeOrigin: false }])),
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['./src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // A page of its own for each file took most of the time; files leave no state behind (`setup.ts`).
    isolate: false,
    // What reads the whole source takes seconds of a core that others use as well.
    testTimeout: 60_000,
  },
}));
