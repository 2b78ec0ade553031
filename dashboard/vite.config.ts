import adapter from '@sveltejs/adapter-static'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

const built = process.env.SITE_FOLDER ?? '../.build/dashboard'
/** The server that `npm run dev` proxies to. */
const api = process.env.API_ADDRESS ?? 'http://127.0.0.1:4173'

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ pages: built, assets: built, fallback: 'index.html' }),
      version: { name: 'tonglu' },
    }),
  ],
  // ECharts is one chunk of its own, fetched after the page.
  build: { chunkSizeWarningLimit: 600 },
  server: { fs: { allow: ['..'] }, proxy: { '/api': api, '/landing': api } },
})
