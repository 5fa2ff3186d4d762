import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { get, liveUrl, type Event, type EventPage } from './api'
import { EventDetail } from './EventDetail'
import { NONE, number, time } from './format'
import { ListHandle, VirtualList } from './VirtualList'

const PAGE = 100
const ROW_HEIGHT = 30
const KEPT_EVENTS = 40_000
const MATCHES_AT_ONCE = 100
/** Requests of one search, each of which looks at 20,000 events. */
const STEPS = 10

export interface Filter {
  name: string
  client: string
  since: string
  until: string
}

const NO_FILTER: Filter = { name: '', client: '', since: '', until: '' }

function parameters(filter: Filter) {
  const at = (local: string) => (local === '' ? undefined : new Date(local).getTime())
  return {
    name: filter.name.trim(),
    client: filter.client.trim(),
    since: at(filter.since),
    until: at(filter.until),
  }
}

export function EventLog({ stream }: { stream: string }) {
  const [typed, setTyped] = useState(NO_FILTER)
  const [filter, setFilter] = useState(NO_FILTER)
  const [following, setFollowing] = useState(true)
  const [opened, setOpened] = useState<number>()
  const isFiltered = Object.values(filter).some((value) => value.trim() !== '')
  const text = (name: 'name' | 'client', label: string) => (
    <label>
      {label}
      <input value={typed[name]} onInput={(e) => setTyped({ ...typed, [name]: e.currentTarget.value })} />
    </label>
  )
  const moment = (name: 'since' | 'until', label: string) => (
    <label>
      {label}
      <input
        type="datetime-local"
        step={1}
        value={typed[name]}
        onInput={(e) => setTyped({ ...typed, [name]: e.currentTarget.value })}
      />
    </label>
  )
  return (
    <div class="log">
      <form
        class="filters"
        aria-label="Filter events"
        onSubmit={(e) => {
          e.preventDefault()
          setOpened(undefined)
          setFilter(typed)
        }}
      >
        {text('name', 'Event name')}
        {text('client', 'Client')}
        {moment('since', 'From')}
        {moment('until', 'Before')}
        <div class="buttons">
          <button type="submit">Filter</button>
          <button
            type="button"
            disabled={!isFiltered}
            onClick={() => {
              setTyped(NO_FILTER)
              setFilter(NO_FILTER)
            }}
          >
            All
          </button>
          <label class="check">
            <input type="checkbox" checked={following} onChange={(e) => setFollowing(e.currentTarget.checked)} /> Live
          </label>
        </div>
      </form>
      <div class={opened === undefined ? 'split' : 'split opened'}>
        {isFiltered ? (
          <Matches key={JSON.stringify(filter)} stream={stream} filter={filter} following={following} onOpen={setOpened} />
        ) : (
          <AllEvents stream={stream} following={following} opened={opened} onOpen={setOpened} />
        )}
        {opened !== undefined && (
          <EventDetail stream={stream} at={opened} onOpen={setOpened} onClose={() => setOpened(undefined)} />
        )}
      </div>
    </div>
  )
}

/** Follows a store from a position on, and begins again where it was when the connection breaks. */
function useTail(
  stream: string,
  from: number | undefined,
  filter: Filter,
  on: boolean,
  onPage: (page: EventPage) => void,
): boolean {
  const [connected, setConnected] = useState(false)
  const latest = useRef(onPage)
  latest.current = onPage
  const next = useRef(from)
  if (next.current === undefined) next.current = from
  const key = JSON.stringify(filter)
  const ready = from !== undefined
  useEffect(() => {
    if (!on || !ready) return
    let source: EventSource | undefined
    let timer = 0
    const open = () => {
      source = new EventSource(liveUrl({ stream, from: next.current, ...parameters(filter) }))
      source.addEventListener('open', () => setConnected(true))
      source.addEventListener('events', (e) => {
        const page = JSON.parse((e as MessageEvent<string>).data) as EventPage
        next.current = page.to
        latest.current(page)
      })
      source.addEventListener('error', () => {
        source?.close()
        setConnected(false)
        timer = window.setTimeout(open, 1_000)
      })
    }
    open()
    return () => {
      source?.close()
      clearTimeout(timer)
      setConnected(false)
    }
  }, [stream, key, on, ready])
  return connected
}

/** All events by position: any of a million can be scrolled to, and only those in view are asked for. */
function AllEvents(props: {
  stream: string
  following: boolean
  opened: number | undefined
  onOpen: (at: number) => void
}) {
  const { stream } = props
  const [bounds, setBounds] = useState<{ first: number; tail: number }>()
  const [error, setError] = useState('')
  const [active, setActive] = useState(-1)
  const [, redraw] = useState(0)
  const events = useMemo(() => new Map<number, Event>(), [stream])
  const handle = useRef<ListHandle | null>(null)
  const range = useRef({ first: 0, last: 0 })
  const asked = useRef<{ page: number; abort: AbortController }[]>([])
  const timer = useRef(0)
  const stickToEnd = useRef(true)

  const keep = (page: EventPage) => {
    for (const event of page.events) events.set(event.s2SeqNum, event)
    if (events.size > KEPT_EVENTS) {
      for (const position of events.keys()) {
        if (events.size <= KEPT_EVENTS * 0.75) break
        events.delete(position)
      }
    }
  }

  useEffect(() => {
    const abort = new AbortController()
    get<EventPage>('events', { stream, before: Number.MAX_SAFE_INTEGER, limit: PAGE }, abort.signal).then(
      (page) => {
        keep(page)
        stickToEnd.current = true
        setBounds({ first: page.first, tail: page.tail })
      },
      (e: Error) => abort.signal.aborted || setError(e.message),
    )
    return () => abort.abort()
  }, [stream])

  const connected = useTail(stream, bounds?.tail, NO_FILTER, props.following, (page) => {
    stickToEnd.current = handle.current?.isAtEnd() ?? true
    keep(page)
    setBounds((old) => (old === undefined ? old : { ...old, tail: Math.max(old.tail, page.to) }))
  })

  useEffect(() => {
    if (stickToEnd.current) {
      handle.current?.toEnd()
      stickToEnd.current = false
    }
  }, [bounds])

  const load = async (page: number, from: number, to: number) => {
    const abort = new AbortController()
    const entry = { page, abort }
    asked.current.push(entry)
    try {
      let next = from
      while (next < to) {
        const found = await get<EventPage>('events', { stream, from: next, limit: to - next }, abort.signal)
        keep(found)
        if (found.to <= next) break
        next = found.to
      }
      setError('')
      redraw((n) => n + 1)
    } catch (e) {
      if (!abort.signal.aborted) setError((e as Error).message)
    } finally {
      asked.current = asked.current.filter((other) => other !== entry)
    }
  }

  const loadVisible = () => {
    if (bounds === undefined) return
    const firstPage = Math.floor((bounds.first + range.current.first) / PAGE)
    const lastPage = Math.floor((bounds.first + Math.max(range.current.first, range.current.last - 1)) / PAGE)
    for (const { page, abort } of asked.current) {
      if (page < firstPage || page > lastPage) abort.abort()
    }
    for (let page = firstPage; page <= lastPage; page++) {
      const from = Math.max(bounds.first, page * PAGE)
      const to = Math.min(bounds.tail, (page + 1) * PAGE)
      let missing = from
      while (missing < to && events.has(missing)) missing++
      if (missing < to && !asked.current.some((other) => other.page === page && !other.abort.signal.aborted)) {
        load(page, missing, to)
      }
    }
  }

  const onRange = (first: number, last: number) => {
    range.current = { first, last }
    clearTimeout(timer.current)
    // While somebody drags the scroll bar, most of what passes by is never looked at.
    timer.current = window.setTimeout(loadVisible, 40)
  }

  useEffect(() => {
    if (props.opened !== undefined && bounds !== undefined && active !== props.opened - bounds.first) {
      setActive(props.opened - bounds.first)
      handle.current?.toIndex(props.opened - bounds.first)
    }
  }, [props.opened])

  if (bounds === undefined) return <p role="status">{error || 'Loading …'}</p>
  const count = bounds.tail - bounds.first
  return (
    <div class="events">
      <p class="status" role="status">
        {number(count)} records{props.following && (connected ? ', live' : ', not connected')}
        {error && <span class="bad"> · {error}</span>}
      </p>
      {count === 0 && <p>This store has no events yet.</p>}
      <EventHead />
      <VirtualList
        label="Events, oldest first"
        count={count}
        rowHeight={ROW_HEIGHT}
        active={active}
        handle={handle}
        onActive={setActive}
        onOpen={(index) => props.onOpen(bounds.first + index)}
        onRange={onRange}
        rowClass={(index) => events.get(bounds.first + index)?.kind ?? 'absent'}
        row={(index) => <EventRow at={bounds.first + index} event={events.get(bounds.first + index)} />}
      />
    </div>
  )
}

/** The events that a filter admits, the newest first, looked for as far back as somebody wants. */
function Matches(props: { stream: string; filter: Filter; following: boolean; onOpen: (at: number) => void }) {
  const { stream, filter } = props
  const [state, setState] = useState<{ events: Event[]; from: number; tail?: number; more: boolean; busy: boolean }>({
    events: [],
    from: Number.MAX_SAFE_INTEGER,
    more: true,
    busy: false,
  })
  const [error, setError] = useState('')
  const [active, setActive] = useState(-1)
  const abort = useRef(new AbortController())
  const busy = useRef(false)

  const search = async (start: number) => {
    if (busy.current) return
    busy.current = true
    setState((old) => ({ ...old, busy: true }))
    try {
      let before = start
      let found = 0
      for (let step = 0; step < STEPS && found < MATCHES_AT_ONCE; step++) {
        const page = await get<EventPage>(
          'events',
          { stream, before, limit: MATCHES_AT_ONCE, ...parameters(filter) },
          abort.current.signal,
        )
        before = page.from
        found += page.events.length
        setState((old) => ({
          ...old,
          events: [...old.events, ...page.events.reverse()],
          from: page.from,
          tail: old.tail ?? page.tail,
          more: page.more,
        }))
        if (!page.more) break
      }
      setError('')
    } catch (e) {
      if (!abort.current.signal.aborted) setError((e as Error).message)
    } finally {
      busy.current = false
      setState((old) => ({ ...old, busy: false }))
    }
  }

  useEffect(() => {
    search(Number.MAX_SAFE_INTEGER)
    return () => abort.current.abort()
  }, [])

  useTail(stream, state.tail, filter, props.following, (page) => {
    if (page.events.length > 0) setState((old) => ({ ...old, events: [...page.events.reverse(), ...old.events] }))
  })

  const { events } = state
  return (
    <div class="events">
      <p class="status" role="status">
        {number(events.length)} found
        {state.busy ? ', searching …' : state.more ? `, searched back to ${number(state.from)}` : ', that is all'}
        {error && <span class="bad"> · {error}</span>}{' '}
        {!state.busy && state.more && (
          <button type="button" onClick={() => search(state.from)}>
            Search further
          </button>
        )}
      </p>
      <EventHead />
      <VirtualList
        label="Events found, newest first"
        count={events.length}
        rowHeight={ROW_HEIGHT}
        active={active}
        onActive={setActive}
        onOpen={(index) => events[index] && props.onOpen(events[index].s2SeqNum)}
        onRange={(_, last) => {
          if (last >= events.length && events.length >= MATCHES_AT_ONCE && state.more) search(state.from)
        }}
        rowClass={(index) => events[index]?.kind ?? ''}
        row={(index) => <EventRow at={events[index]?.s2SeqNum ?? 0} event={events[index]} />}
      />
    </div>
  )
}

function EventHead() {
  return (
    <div class="row head" aria-hidden="true">
      <span class="at">S2</span>
      <span class="chain">parent → event</span>
      <span class="time">time</span>
      <span class="name">name</span>
      <span class="client">client</span>
      <span class="args">arguments</span>
    </div>
  )
}

function EventRow({ at, event }: { at: number; event: Event | undefined }) {
  if (event === undefined) {
    return (
      <>
        <span class="at">{number(at)}</span>
        <span class="chain">…</span>
      </>
    )
  }
  return (
    <>
      <span class="at">{number(at)}</span>
      <span class="chain">
        {event.seqNum === null ? NONE : `${event.parentSeqNum} → ${event.seqNum}`}
      </span>
      <span class="time">{time(event.timestamp)}</span>
      <span class="name">
        {event.kind !== 'canonical' && <b class="kind">{event.kind}</b>} {event.name ?? ''}
      </span>
      <span class="client">{event.clientId ?? ''}</span>
      <span class="args">{event.args == null ? '' : JSON.stringify(event.args).slice(0, 200)}</span>
    </>
  )
}
