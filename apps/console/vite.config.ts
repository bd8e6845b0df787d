import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // Strict CSP: nothing inlined, nothing fetched from elsewhere.
  build: {
    outDir: '../../dist/apps/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '^/(api|status|query|logs|health|chatops)': 'http://127.0.0.1:3000' } },
});
