import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useLoaded } from './hooks'

interface Props<T> {
  what: string
  load: (parameters: { prefix: string; start_after: string; limit: number }) => Promise<{ items: T[]; more: boolean }>
  name: (item: T) => string
  cells: [string, (item: T) => ComponentChildren][]
  link?: (item: T) => string
}

/** What S2 lists by name, a page at a time. */
export function NameList<T>({ what, load, name, cells, link }: Props<T>) {
  const [prefix, setPrefix] = useState('')
  const [pages, setPages] = useState<string[]>([''])
  const after = pages.at(-1)!
  const { value, error } = useLoaded(`${prefix} ${after}`, () => load({ prefix, start_after: after, limit: 50 }))
  return (
    <>
      <label class="find">
        Find by the beginning of its name
        <input
          type="search"
          value={prefix}
          onInput={(e) => {
            setPrefix(e.currentTarget.value)
            setPages([''])
          }}
        />
      </label>
      {error && (
        <p class="bad" role="alert">
          {error.message}
        </p>
      )}
      {value?.items.length === 0 && <p>There is no such {what}.</p>}
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              {cells.map(([title], i) => (
                <th key={i} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {value?.items.map((item) => (
              <tr key={name(item)}>
                <th scope="row">{link ? <a href={link(item)}>{name(item)}</a> : name(item)}</th>
                {cells.map(([, cell], i) => (
                  <td key={i}>{cell(item)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(pages.length > 1 || value?.more) && (
        <div class="buttons">
          <button type="button" disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
            Back
          </button>
          <button type="button" disabled={!value?.more} onClick={() => setPages([...pages, name(value!.items.at(-1)!)])}>
            Next
          </button>
        </div>
      )}
    </>
  )
}
