import { get, type Conflict } from './api'
import { millis, number, time } from './format'
import { href, useLoaded } from './hooks'

const OUTCOMES = { conflict: 'conflict', push_refused: 'push refused', pull_refused: 'pull refused' }

export function Conflicts() {
  return (
    <main>
      <h1>Conflicts and refusals</h1>
      <p>
        A conflict is ordinary: two clients committed at once, and one of them pulls, rebases and pushes again. What is
        refused is not stored. The last 1,000 since Weir started are kept.
      </p>
      <ConflictTable />
    </main>
  )
}

export function ConflictTable({ stream }: { stream?: string }) {
  const { value, error } = useLoaded(
    `conflicts ${stream ?? ''}`,
    (signal) => get<{ conflicts: Conflict[] }>('conflicts', { stream, limit: 200 }, signal),
    2_000,
  )
  return (
    <>
      {error && <p class="bad">{error.message}</p>}
      {value?.conflicts.length === 0 && <p>There were none since Weir started.</p>}
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {stream === undefined && <th scope="col">Store</th>}
              <th scope="col">What</th>
              <th scope="col">Why</th>
              <th scope="col">Client</th>
              <th scope="col">Events</th>
              <th scope="col" class="n">
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            {value?.conflicts.map((conflict) => (
              <tr key={conflict.id}>
                <td>{time(conflict.at)}</td>
                {stream === undefined && (
                  <td>
                    {conflict.stream === null ? (
                      ''
                    ) : (
                      <a href={href('stores', conflict.stream, 'conflicts')}>{conflict.storeId ?? conflict.stream}</a>
                    )}
                  </td>
                )}
                <td>
                  <b class={conflict.outcome === 'conflict' ? 'kind mild' : 'kind'}>{OUTCOMES[conflict.outcome]}</b>
                </td>
                <td>
                  {conflict.reason}: {conflict.message}
                </td>
                <td>
                  {[conflict.clientId, conflict.principal, conflict.address].filter((who) => who !== null).join(', ')}
                </td>
                <td>
                  {conflict.firstSeqNum !== null &&
                    `${conflict.parentSeqNum} → ${number(conflict.firstSeqNum)}${conflict.events > 1 ? ` to ${number(conflict.lastSeqNum)}` : ''} ${conflict.names.join(', ')}`}
                </td>
                <td class="n">{millis(conflict.latency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
