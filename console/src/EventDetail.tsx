import { useEffect, useRef } from 'preact/hooks'
import { get, type Kind, type WholeEvent } from './api'
import { bytes, number, time } from './format'
import { useLoaded } from './hooks'
import { Json } from './Json'

const MEANING: Record<Kind, string> = {
  canonical: 'part of the chain that clients get',
  duplicate: 'an event of the chain, stored again; clients do not get it',
  fork: 'does not continue the chain; clients do not get it',
  stray: 'of a place that the chain passed long before; clients do not get it',
  foreign: 'no LiveStore event; clients do not get it',
  command: 'one of S2’s own: trim or fence',
  unplaced: 'too far from any record that Weir marked to say',
}

export function EventDetail(props: {
  stream: string
  at: number
  onOpen: (at: number) => void
  onClose: () => void
}) {
  const { stream, at } = props
  const { value: event, error } = useLoaded(`${stream} ${at}`, (signal) =>
    get<WholeEvent>('event', { stream, at }, signal),
  )
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <section
      class="detail"
      aria-label={`Record ${at}`}
      onKeyDown={(e) => {
        if (e.key === 'Escape') props.onClose()
      }}
    >
      <header>
        <h3 ref={title} tabIndex={-1}>
          {event?.name ?? `Record ${number(at)}`}
        </h3>
        <button type="button" onClick={props.onClose} aria-label="Close">
          ✕
        </button>
      </header>
      {error && <p class="bad">{error.message}</p>}
      {event && (
        <>
          <dl>
            <dt>S2 number</dt>
            <dd>{number(event.s2SeqNum)}</dd>
            <dt>Kind</dt>
            <dd>
              {event.kind}: {MEANING[event.kind]}
            </dd>
            <dt>Time</dt>
            <dd>{time(event.timestamp)}</dd>
            <dt>Client, session</dt>
            <dd>
              {event.clientId ?? '–'}, {event.sessionId ?? '–'}
            </dd>
            <dt>Size</dt>
            <dd>{bytes(event.bytes)}</dd>
          </dl>
          {event.seqNum !== null && (
            <>
              <h4>Chain</h4>
              <ol class="ancestors" aria-label="Chain of parents">
                <li aria-current="true">
                  <b>{event.seqNum}</b> {event.name}
                </li>
                {event.ancestors.map((ancestor) => (
                  <li key={ancestor.s2SeqNum}>
                    <button type="button" class="link" onClick={() => props.onOpen(ancestor.s2SeqNum)}>
                      <b>{ancestor.seqNum}</b> {ancestor.name}
                    </button>
                  </li>
                ))}
                <li class="end">
                  {lastParent(event) === 0 ? 'the store’s beginning' : `builds on ${lastParent(event)}`}
                </li>
              </ol>
            </>
          )}
          <h4>{event.seqNum === null ? 'Body' : 'Event'}</h4>
          <Json text={event.body} />
          {event.headers.length > 0 && (
            <>
              <h4>Headers</h4>
              <pre>{event.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
            </>
          )}
        </>
      )}
    </section>
  )
}

function lastParent(event: WholeEvent): number | null {
  return (event.ancestors.at(-1) ?? event).parentSeqNum
}
