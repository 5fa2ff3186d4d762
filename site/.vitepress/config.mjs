import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { check } from './check.mjs'
import { anchor, copyPictures, plainMarkdown, repositoryLinks } from './links.mjs'
import { listOfDecisions, pages, root, sidebar } from './pages.mjs'

export default defineConfig({
  title: 'Weir',
  description: 'LiveStore sync on S2 streams, for the JVM',
  lang: 'en',
  srcDir: '..',
  outDir: 'target/site',
  cacheDir: 'target/cache',
  srcExclude: ['**/target/**', '**/src/**'],
  rewrites: Object.fromEntries(pages),
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    anchor: { slugify: anchor },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    languageAlias: { conf: 'ini' },
    html: false,
    linkify: false,
    config: (markdown) => {
      plainMarkdown(markdown)
      repositoryLinks(markdown)
    },
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Concepts', link: '/concepts' },
      { text: 'Operations', link: '/operations' },
      { text: 'Protocol', link: '/protocol' },
      { text: 'Changes', link: '/changes' },
    ],
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    externalLinkIcon: true,
    footer: { message: 'Apache License 2.0' },
  },
  vite: {
    publicDir: join(root, 'site/public'),
    build: { assetsInlineLimit: 0 },
    plugins: [
      {
        // The pages are outside this directory, and so is where they would look for their packages.
        name: 'vue-of-this-directory',
        enforce: 'pre',
        resolveId: (id, importer, { ssr }) => (ssr && /^vue(\/|$)/.test(id) ? { id, external: true } : undefined),
      },
      {
        name: 'list-of-decisions',
        enforce: 'pre',
        transform: (code, id) =>
          id === join(root, 'docs/decisions/README.md') ? `${code}\n${listOfDecisions()}` : undefined,
      },
    ],
  },
  buildEnd: ({ outDir }) => {
    copyPictures(outDir)
    check(outDir)
  },
})
