import { useState } from 'preact/hooks'
import { get, type Store } from './api'
import { bytes, number, rate, time } from './format'
import { href, useLoaded } from './hooks'

interface StorePage {
  stores: Store[]
  more: boolean
}

export function StoreTable() {
  const [prefix, setPrefix] = useState('')
  const [pages, setPages] = useState<string[]>([''])
  const after = pages.at(-1)!
  const { value, error } = useLoaded(
    `${prefix} ${after}`,
    (signal) => get<StorePage>('stores', { prefix, after, limit: 50 }, signal),
    3_000,
  )
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
      {error && <p class="bad">{error.message}</p>}
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">Store</th>
              <th scope="col" class="n">
                Records
              </th>
              <th scope="col" class="n">
                Size
              </th>
              <th scope="col" class="n">
                Live
              </th>
              <th scope="col" class="n">
                Events/s
              </th>
              <th scope="col" class="n">
                Conflicts/h
              </th>
              <th scope="col">Last event</th>
            </tr>
          </thead>
          <tbody>
            {value?.stores.map((store) => (
              <tr key={store.stream}>
                <th scope="row">
                  <a href={href('stores', store.stream)}>{store.storeId ?? store.stream}</a>
                </th>
                <td class="n">{number(store.tail)}</td>
                <td class="n">{bytes(store.bytes)}</td>
                <td class="n">{number(store.livePulls)}</td>
                <td class="n">{rate(store.eventsPerSecond)}</td>
                <td class="n">{number(store.conflictsLastHour)}</td>
                <td>{store.known ? time(store.lastRecordAt) : 'S2 does not say'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {value?.stores.length === 0 && (
        <p>{prefix ? 'No store begins with that.' : 'There is no store yet: one begins with its first push.'}</p>
      )}
      {(pages.length > 1 || value?.more) && (
        <div class="buttons">
          <button type="button" disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
            Back
          </button>
          <button
            type="button"
            disabled={!value?.more}
            onClick={() => setPages([...pages, value!.stores.at(-1)!.stream])}
          >
            Next
          </button>
        </div>
      )}
    </>
  )
}
