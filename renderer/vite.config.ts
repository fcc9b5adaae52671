import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The oldest Chromium the app runs on: that of Electron 33. */
const TARGET = 'chrome130';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, '../out/renderer'),
    emptyOutDir: true,
    target: TARGET,
    // Read from the disk of this computer: a second request costs less than decoding base64 on each start.
    assetsInlineLimit: 0,
    // One bundle of everything is about a megabyte, which is no problem where nothing is downloaded.
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
  },
});
