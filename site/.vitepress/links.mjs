// The pages are written for the repository. Links to pages become links of the site; what else they name in the
// repository, such as a source file, is named but not linked to, as it is not part of the site.
import { cpSync, existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { pages, root } from './pages.mjs'

const ELSEWHERE = /^([a-z]+:|#)/
const PICTURE = /\.(svg|png)$/

/** Files that pages link to and do not show. */
const pictures = new Set()

export function copyPictures(site) {
  for (const file of pictures) cpSync(join(root, file), join(site, file))
}

export function repositoryLinks(markdown) {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const { children } of tokens) {
      if (children !== null) rewrite(children, posix.relative(root, env.realPath ?? env.path))
    }
  })
}

function rewrite(tokens, page) {
  let isOpen = false
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const target = token.attrGet('href')
      const place = ELSEWHERE.test(target) ? target : placeOf(target, page)
      if (place !== undefined) {
        token.attrSet('href', place)
      } else {
        isOpen = true
        token.type = 'html_inline'
        token.content = `<span class="in-repository" title="${posix.join(posix.dirname(page), target)}, in the repository">`
      }
    } else if (token.type === 'link_close' && isOpen) {
      isOpen = false
      token.type = 'html_inline'
      token.content = '</span>'
    }
  }
}

function placeOf(target, page) {
  const [path, hash] = target.split('#')
  const file = posix.join(posix.dirname(page), path)
  const place = pages.get(file) ?? pages.get(`${file}/README.md`)
  if (place !== undefined) return `/${place}${hash === undefined ? '' : `#${hash}`}`
  if (!existsSync(join(root, file))) throw new Error(`${page} links to ${target}, which does not exist`)
  if (!PICTURE.test(file)) return undefined
  pictures.add(file)
  return `/${file}`
}

/** Text is text: what looks like a template of Vue's is none. */
export function plainMarkdown(markdown) {
  const { rules } = markdown.renderer
  for (const kind of ['text', 'code_inline']) {
    const render = rules[kind]
    rules[kind] = (...given) => render(...given).replaceAll('{{', '&#123;&#123;')
  }
}

/** As repository browsers make anchors, so that one link fits both. */
export function anchor(heading) {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')
}
