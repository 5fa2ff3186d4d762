import { useState } from 'preact/hooks'

const MOST_CHARS = 20_000

/** JSON laid out, from its text: numbers keep their digits, as they would not through a parse. */
export function Json({ text }: { text: string }) {
  const [whole, setWhole] = useState(false)
  const shown = whole ? text : text.slice(0, MOST_CHARS)
  return (
    <>
      <pre class="json" tabIndex={0} aria-label="JSON">
        {layOut(shown)}
      </pre>
      {text.length > MOST_CHARS && !whole && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {text.length} characters
        </button>
      )}
    </>
  )
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

function layOut(text: string) {
  const parts = []
  let depth = 0
  const tokens = text.match(TOKEN) ?? []
  const line = () => `\n${'  '.repeat(Math.max(0, depth))}`
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const next = tokens[i + 1]
    if (token === '{' || token === '[') {
      depth++
      parts.push(token)
      if (next !== '}' && next !== ']') parts.push(line())
    } else if (token === '}' || token === ']') {
      depth--
      const before = tokens[i - 1]
      parts.push((before === '{' || before === '[' ? '' : line()) + token)
    } else if (token === ',') {
      parts.push(`,${line()}`)
    } else if (token === ':') {
      parts.push(': ')
    } else {
      const kind = token.startsWith('"') ? (next === ':' ? 'key' : 'text') : 'other'
      parts.push(<span class={kind}>{token}</span>)
    }
  }
  return parts.length === 0 ? text : parts
}
