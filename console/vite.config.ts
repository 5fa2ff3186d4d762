import { defineConfig } from 'vite'

export default defineConfig({
  base: '/console/',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the page may load nothing from data: URLs
    modulePreload: { polyfill: false },
  },
  // `npm run dev`, beside a Weir that runs
  server: { proxy: { '/console/api': 'http://127.0.0.1:8080' } },
})
