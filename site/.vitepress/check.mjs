// That every link within the finished site leads to a page or a file of it, and every anchor to a heading there.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

export function check(site) {
  const pages = new Map(
    readdirSync(site, { recursive: true })
      .filter((file) => file.endsWith('.html'))
      .map((file) => [join(site, file), readFileSync(join(site, file), 'utf8')]))
  const anchors = new Map([...pages].map(([file, html]) => [file, new Set(values(html, 'id'))]))
  const dead = []
  let links = 0
  for (const [file, html] of pages) {
    for (const link of [...values(html, 'href'), ...values(html, 'src')]) {
      if (/^(https?:|mailto:|data:)/.test(link)) continue
      links++
      if (!leadsSomewhere(site, file, link, anchors)) dead.push(`${relative(site, file)}: ${link}`)
    }
  }
  if (links < 1000) throw new Error(`only ${links} links were found in ${pages.size} pages`)
  if (dead.length > 0) throw new Error(`${dead.length} links lead nowhere:\n${dead.slice(0, 20).join('\n')}`)
  console.log(`${pages.size} pages, ${links} links and anchors within them checked.`)
}

function leadsSomewhere(site, from, link, anchors) {
  const [path, hash] = decodeURI(link).split('#')
  const file = path === '' ? from : path.startsWith('/') ? join(site, path) : resolve(from, '..', path)
  const page = file.endsWith('/') ? `${file}index.html` : file
  if (!anchors.has(page)) return existsSync(page) && !hash
  return !hash || anchors.get(page).has(hash)
}

function values(html, attribute) {
  return [...html.matchAll(new RegExp(`<[^>]*?\\s${attribute}="([^"]*)"`, 'g'))].map(([, value]) =>
    value.replaceAll('&amp;', '&'))
}
