import { get, type Overview as Facts } from './api'
import { Chart } from './Chart'
import { bytes, duration, millis, NONE, number, rate, time } from './format'
import { useLoaded } from './hooks'
import { StoreTable } from './Stores'

const KINDS = { memory: 'in memory', disk: 'on disk', remote: 'another S2', cloud: 'S2 Cloud' }

export function Overview() {
  const { value, error } = useLoaded('overview', (signal) => get<Facts>('overview', {}, signal), 2_000)
  return (
    <main>
      <h1>Overview</h1>
      {error && (
        <p class="bad" role="alert">
          {error.message}
        </p>
      )}
      {value && (
        <>
          <section class="tiles" aria-label="Figures of the last minute">
            <Tile name="S2" text={value.s2.ok ? 'up' : 'down'} bad={!value.s2.ok}>
              {value.s2.trouble ?? `answers in ${millis(value.s2.latency)}`}
            </Tile>
            <Tile name="Live clients" text={number(value.livePulls)}>
              of {number(value.liveStores)} {value.liveStores === 1 ? 'store' : 'stores'}
            </Tile>
            <Tile name="Events" text={`${rate(value.lastMinute.eventsPerSecond)}/s`}>
              {rate(value.lastMinute.pushesPerSecond)} pushes/s
            </Tile>
            <Tile name="Push" text={millis(value.lastMinute.pushP50)}>
              99 %: {millis(value.lastMinute.pushP99)}
            </Tile>
            <Tile name="Delivery" text={millis(value.lastMinute.lagP50)}>
              99 %: {millis(value.lastMinute.lagP99)}
            </Tile>
            <Tile
              name="Conflicts"
              text={number(value.lastMinute.conflicts)}
              bad={value.lastMinute.refused > 0}
            >
              {number(value.lastMinute.refused)} refused
            </Tile>
          </section>
          <h2>Stores</h2>
          <StoreTable />
          <h2>All stores together</h2>
          <Chart />
          <h2>This Weir</h2>
          <dl>
            <dt>Version</dt>
            <dd>{value.version}</dd>
            <dt>Up</dt>
            <dd>{duration(value.now - value.startedAt)}</dd>
            <dt>Memory</dt>
            <dd>
              {bytes(value.memory.usedBytes)} of {bytes(value.memory.maxBytes)}
            </dd>
            <dt>S2</dt>
            <dd>
              {KINDS[value.s2.kind]}
              {value.s2.where && `, ${value.s2.where}`}
            </dd>
            <dt>Basin of the stores</dt>
            <dd>{value.s2.basin}</dd>
            <dt>Free on disk</dt>
            <dd>{bytes(value.s2.freeBytes)}</dd>
            <dt>S2 failed last</dt>
            <dd>{value.s2.failedAt === null ? NONE : time(value.s2.failedAt)}</dd>
          </dl>
        </>
      )}
    </main>
  )
}

function Tile(props: { name: string; text: string; bad?: boolean; children: preact.ComponentChildren }) {
  return (
    <div class={props.bad ? 'tile bad' : 'tile'}>
      <h3>{props.name}</h3>
      <b>{props.text}</b>
      <small>{props.children}</small>
    </div>
  )
}
