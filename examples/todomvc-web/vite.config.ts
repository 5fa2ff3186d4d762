import { defineConfig } from 'vite'

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 2_000, // LiveStore with Effect, and SQLite as WebAssembly
    assetsInlineLimit: 0, // the page may load nothing from data: URLs
  },
  // `npm run dev`, beside a Weir that runs
  server: { proxy: { '/api/s2': 'http://127.0.0.1:8080' } },
})
