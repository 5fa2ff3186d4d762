import { useState } from 'preact/hooks'
import { query, s2, segment } from './api'
import { DeleteDialog, FormDialog } from './Dialog'
import { time } from './format'
import { href, useLoaded } from './hooks'
import { NameList } from './NameList'
import { given, StreamSettings, type StreamConfig } from './StreamSettings'

interface Named {
  name: string
  created_at?: string
  deleted_at?: string | null
}

interface BasinConfig {
  default_stream_config?: StreamConfig | null
  create_stream_on_append?: boolean
  create_stream_on_read?: boolean
}

export function Basins() {
  const [creating, setCreating] = useState(false)
  const [name, setName] = useState('')
  return (
    <main>
      <h1>S2: basins</h1>
      <NameList<Named>
        key={String(creating)}
        what="basin"
        load={async (parameters) => {
          const page = await s2<{ basins: Named[]; has_more: boolean }>('GET', `basins?${query(parameters)}`)
          return { items: page.basins, more: page.has_more }
        }}
        name={(basin) => basin.name}
        cells={[['Created', (basin) => time(Date.parse(basin.created_at ?? ''))], ['', (basin) => (basin.deleted_at ? 'being deleted' : '')]]}
        link={(basin) => href('s2', basin.name)}
      />
      <div class="buttons">
        <button type="button" onClick={() => setCreating(true)}>
          New basin
        </button>
      </div>
      {creating && (
        <FormDialog
          title="New basin"
          action="Create"
          onClose={() => setCreating(false)}
          onSubmit={async () => {
            await s2('POST', 'basins', { body: { basin: name } })
            setName('')
            setCreating(false)
          }}
        >
          <label>
            Name: 8 to 48 lower-case letters, digits and hyphens
            <input value={name} required onInput={(e) => setName(e.currentTarget.value)} spellcheck={false} />
          </label>
        </FormDialog>
      )}
    </main>
  )
}

export function Basin({ basin }: { basin: string }) {
  const [dialog, setDialog] = useState<'stream' | 'config' | 'delete'>()
  const close = () => setDialog(undefined)
  const config = useLoaded(`basin ${basin}`, () => s2<BasinConfig>('GET', `basins/${segment(basin)}`))
  return (
    <main>
      <h1>
        <a href={href('s2')}>S2</a> / {basin}
      </h1>
      <NameList<Named>
        key={`${basin} ${dialog === 'stream'}`}
        what="stream"
        load={async (parameters) => {
          const page = await s2<{ streams: Named[]; has_more: boolean }>('GET', `streams?${query(parameters)}`, { basin })
          return { items: page.streams, more: page.has_more }
        }}
        name={(stream) => stream.name}
        cells={[['Created', (stream) => time(Date.parse(stream.created_at ?? ''))]]}
        link={(stream) => href('s2', basin, stream.name)}
      />
      <div class="buttons">
        <button type="button" onClick={() => setDialog('stream')}>
          New stream
        </button>
        <button type="button" disabled={!config.value} onClick={() => setDialog('config')}>
          Change configuration
        </button>
        <button type="button" class="danger" onClick={() => setDialog('delete')}>
          Delete basin
        </button>
      </div>
      <h2>Configuration</h2>
      {config.error && <p class="bad">{config.error.message}</p>}
      <pre>{JSON.stringify(config.value, null, 2)}</pre>
      {dialog === 'stream' && <NewStream basin={basin} onClose={close} />}
      {dialog === 'config' && (
        <BasinSettings
          basin={basin}
          now={config.value!}
          onClose={() => {
            close()
            config.reload()
          }}
        />
      )}
      {dialog === 'delete' && (
        <DeleteDialog
          what="basin"
          name={basin}
          loss="All streams of this basin, with all their records, are lost."
          onClose={close}
          onDelete={async () => {
            await s2('DELETE', `basins/${segment(basin)}?${query({ confirm: basin })}`)
            location.hash = href('s2')
          }}
        />
      )}
    </main>
  )
}

function NewStream({ basin, onClose }: { basin: string; onClose: () => void }) {
  const [name, setName] = useState('')
  const [config, setConfig] = useState<StreamConfig>({})
  return (
    <FormDialog
      title="New stream"
      action="Create"
      onClose={onClose}
      onSubmit={async () => {
        await s2('POST', 'streams', { basin, body: { stream: name, config: given(config) } })
        onClose()
      }}
    >
      <label>
        Name
        <input value={name} required onInput={(e) => setName(e.currentTarget.value)} spellcheck={false} />
      </label>
      <StreamSettings config={config} onChange={setConfig} />
    </FormDialog>
  )
}

function BasinSettings(props: { basin: string; now: BasinConfig; onClose: () => void }) {
  const [config, setConfig] = useState(props.now)
  const flag = (name: 'create_stream_on_append' | 'create_stream_on_read', label: string) => (
    <label class="check">
      <input
        type="checkbox"
        checked={config[name] ?? false}
        onChange={(e) => setConfig({ ...config, [name]: e.currentTarget.checked })}
      />{' '}
      {label}
    </label>
  )
  return (
    <FormDialog
      title={`Configuration of ${props.basin}`}
      action="Save"
      onClose={props.onClose}
      onSubmit={async () => {
        const streams = given(config.default_stream_config ?? {})
        const body = {
          create_stream_on_append: config.create_stream_on_append ?? false,
          create_stream_on_read: config.create_stream_on_read ?? false,
          ...(Object.keys(streams).length > 0 ? { default_stream_config: streams } : {}),
        }
        await s2('PATCH', `basins/${segment(props.basin)}`, { body })
        props.onClose()
      }}
    >
      {flag('create_stream_on_append', 'Create streams that are appended to')}
      {flag('create_stream_on_read', 'Create streams that are read')}
      <h3>For new streams</h3>
      <StreamSettings
        config={config.default_stream_config ?? {}}
        onChange={(streams) => setConfig({ ...config, default_stream_config: streams })}
      />
    </FormDialog>
  )
}
