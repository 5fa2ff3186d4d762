import { get, type Store } from './api'
import { Chart } from './Chart'
import { ConflictTable } from './Conflicts'
import { EventLog } from './EventLog'
import { bytes, number, rate, time } from './format'
import { href, useLoaded } from './hooks'

interface WholeStore extends Store {
  first: number
  config: unknown
}

const TABS = [
  ['events', 'Events'],
  ['timeline', 'Timeline'],
  ['conflicts', 'Conflicts'],
  ['stream', 'Stream'],
] as const

export function StorePage({ stream, tab }: { stream: string; tab: string }) {
  const { value: store, error } = useLoaded(
    `store ${stream}`,
    (signal) => get<WholeStore>('store', { stream }, signal),
    3_000,
  )
  return (
    <main class={tab === 'events' ? 'full' : ''}>
      <h1>
        <a href="#/">Stores</a> / {store?.storeId ?? stream}
      </h1>
      <nav class="tabs" aria-label="About this store">
        {TABS.map(([name, label]) => (
          <a key={name} href={href('stores', stream, name)} aria-current={tab === name ? 'page' : undefined}>
            {label}
          </a>
        ))}
        {store && (
          <span class="figures">
            {number(store.tail)} records, {bytes(store.bytes)}, {number(store.livePulls)} live,{' '}
            {rate(store.eventsPerSecond)} events/s
          </span>
        )}
      </nav>
      {error && !store && (
        <p class="bad" role="alert">
          {error.message}
        </p>
      )}
      {tab === 'events' && <EventLog key={stream} stream={stream} />}
      {tab === 'timeline' && <Chart key={stream} stream={stream} />}
      {tab === 'conflicts' && <ConflictTable stream={stream} />}
      {tab === 'stream' && store && (
        <>
          <dl>
            <dt>Stream</dt>
            <dd>{store.stream}</dd>
            <dt>Held</dt>
            <dd>
              {number(store.first)} to {number(store.tail)}
            </dd>
            <dt>Head of the store</dt>
            <dd>{number(store.headSeqNum)}</dd>
            <dt>Last record</dt>
            <dd>{time(store.lastRecordAt)}</dd>
            <dt>Last push</dt>
            <dd>{time(store.lastPushAt)}</dd>
            <dt>Pushes in the last hour</dt>
            <dd>
              {number(store.pushesLastHour)}, {number(store.conflictsLastHour)} of them conflicts
            </dd>
          </dl>
          <h2>Configuration</h2>
          <pre>{JSON.stringify(store.config, null, 2)}</pre>
        </>
      )}
    </main>
  )
}
