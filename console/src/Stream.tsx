import { useState } from 'preact/hooks'
import { get, query, s2, segment, type Overview } from './api'
import { DeleteDialog, FormDialog } from './Dialog'
import { number, time } from './format'
import { href, useLoaded } from './hooks'
import { given, StreamSettings, type StreamConfig } from './StreamSettings'

interface Record {
  seq_num: number
  timestamp: number
  headers?: [string, string][]
  body?: string
}

const SHOWN = 50

export function Stream({ basin, stream }: { basin: string; stream: string }) {
  const [dialog, setDialog] = useState<'config' | 'delete'>()
  const [from, setFrom] = useState<number>()
  const close = () => setDialog(undefined)
  const path = `streams/${segment(stream)}`
  const config = useLoaded(`config ${basin} ${stream}`, () => s2<StreamConfig>('GET', path, { basin }))
  const overview = useLoaded('basin of stores', (signal) => get<Overview>('overview', {}, signal))
  const records = useLoaded(`records ${basin} ${stream} ${from}`, async () => {
    const { tail } = await s2<{ tail: { seq_num: number } }>('GET', `${path}/records/tail`, { basin })
    const start = from ?? Math.max(0, tail.seq_num - SHOWN)
    if (start >= tail.seq_num) return { tail: tail.seq_num, start, list: [] }
    const read = `${path}/records?${query({ seq_num: start, count: SHOWN })}`
    const { records } = await s2<{ records: Record[] }>('GET', read, { basin })
    return { tail: tail.seq_num, start, list: records }
  })
  const isStore = overview.value?.s2.basin === basin
  return (
    <main>
      <h1>
        <a href={href('s2')}>S2</a> / <a href={href('s2', basin)}>{basin}</a> / {stream}
      </h1>
      {isStore && (
        <p>
          A store’s stream: <a href={href('stores', stream)}>its events</a>
        </p>
      )}
      <div class="buttons">
        <button type="button" disabled={!config.value} onClick={() => setDialog('config')}>
          Change configuration
        </button>
        <button type="button" class="danger" onClick={() => setDialog('delete')}>
          Delete stream
        </button>
      </div>
      <h2>Configuration</h2>
      {config.error && <p class="bad">{config.error.message}</p>}
      <pre>{JSON.stringify(config.value, null, 2)}</pre>
      <h2>Records</h2>
      {records.error && <p class="bad">{records.error.message}</p>}
      {records.value && (
        <>
          <p class="status">The next record will be {number(records.value.tail)}.</p>
          <div class="buttons">
            <button
              type="button"
              disabled={records.value.start === 0}
              onClick={() => setFrom(Math.max(0, records.value!.start - SHOWN))}
            >
              Earlier
            </button>
            <button
              type="button"
              disabled={records.value.start + SHOWN >= records.value.tail}
              onClick={() => setFrom(records.value!.start + SHOWN)}
            >
              Later
            </button>
          </div>
          <div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col">Number</th>
                  <th scope="col">Time</th>
                  <th scope="col">Body</th>
                </tr>
              </thead>
              <tbody>
                {records.value.list.map((record) => (
                  <tr key={record.seq_num}>
                    <th scope="row">{number(record.seq_num)}</th>
                    <td>{time(record.timestamp)}</td>
                    <td>
                      <code>{(record.body ?? '').slice(0, 300)}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {dialog === 'config' && (
        <Settings
          basin={basin}
          stream={stream}
          now={config.value!}
          onClose={() => {
            close()
            config.reload()
          }}
        />
      )}
      {dialog === 'delete' && (
        <DeleteDialog
          what="stream"
          name={stream}
          loss={`All records of this stream are lost${isStore ? ', and clients of the store cannot sync any more' : ''}.`}
          onClose={close}
          onDelete={async () => {
            await s2('DELETE', `${path}?${query({ confirm: stream })}`, { basin })
            location.hash = href('s2', basin)
          }}
        />
      )}
    </main>
  )
}

function Settings(props: { basin: string; stream: string; now: StreamConfig; onClose: () => void }) {
  const [config, setConfig] = useState(props.now)
  return (
    <FormDialog
      title={`Configuration of ${props.stream}`}
      action="Save"
      onClose={props.onClose}
      onSubmit={async () => {
        await s2('PATCH', `streams/${segment(props.stream)}`, { basin: props.basin, body: given(config) })
        props.onClose()
      }}
    >
      <StreamSettings config={config} onChange={setConfig} />
    </FormDialog>
  )
}
