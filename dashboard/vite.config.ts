import adapter from '@sveltejs/adapter-static'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

const built = '../.build/dashboard'

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ pages: built, assets: built, fallback: 'index.html' }),
      version: { name: 'tonglu' },
    }),
  ],
  // ECharts is one chunk of its own, fetched when a chart comes into view.
  build: { chunkSizeWarningLimit: 600 },
  server: { fs: { allow: ['..'] }, proxy: { '/api': 'http://127.0.0.1:4173' } },
})
