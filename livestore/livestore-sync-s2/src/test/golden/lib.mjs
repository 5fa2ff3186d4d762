// Seeded inputs, and vector files with one vector a line.
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'

/** mulberry32: small, and the same everywhere. */
export const random = (seed) => {
  let a = seed >>> 0
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (n) => Math.floor(next() * n)
  const pick = (list) => list[int(list.length)]
  return { next, int, pick }
}

const ALPHABET = [
  ...'abcXYZ019', ...' -_.!~*\'()', ...'%+&=?#/:;,@$"\\<>{}[]|^`', '%2F', '%', '100%', '+', '\n', '\r', '\t', '\b', '\f',
  '\u0000', '\u001f', '\u007f', '\u0080', 'é', 'ß', 'Ω', '€', '漢', '\u2028', '\u2029', '\ufeff', '\uffff', '😀', '𝄞', '\u{10ffff}',
  '\ud800', '\udc00', '\udfff', '\ud83d',
]

export const text = (rnd, max = 20) => Array.from({ length: rnd.int(max + 1) }, () => rnd.pick(ALPHABET)).join('')

const NUMBERS = [
  0, -0, 1, -1, 0.1, 1.5, -2.25, 1e21, 1e-7, 123456789012345680000, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 5e-324, 1.7976931348623157e308,
]

export const json = (rnd, depth = 3) => {
  const kind = rnd.int(depth > 0 ? 8 : 5)
  if (kind === 0) return null
  if (kind === 1) return rnd.next() < 0.5
  if (kind === 2) return rnd.pick(NUMBERS)
  if (kind < 5) return text(rnd, 12)
  if (kind === 5) return Array.from({ length: rnd.int(4) }, () => json(rnd, depth - 1))
  return Object.fromEntries(Array.from({ length: rnd.int(4) }, () => [text(rnd, 5), json(rnd, depth - 1)]))
}

export const sha256 = (string) => createHash('sha256').update(string, 'utf8').digest('hex')

export const utf8Length = (string) => Buffer.byteLength(string, 'utf8')

export const write = (file, vectors) => {
  const names = new Set(vectors.map((v) => v.name))
  if (names.size !== vectors.length) throw new Error(`${file}: two vectors of one name`)
  const lines = vectors.map((v) => JSON.stringify(v))
  writeFileSync(new URL(file, import.meta.url), `[\n${lines.join(',\n')}\n]\n`)
  console.log(`${file}: ${vectors.length} vectors`)
}

/** Runs `f`; `{ ok: value }`, or `{ error: true }` and nothing more, since messages are each side's own. */
export const attempt = (f) => {
  try {
    return { ok: f() }
  } catch {
    return { error: true }
  }
}
