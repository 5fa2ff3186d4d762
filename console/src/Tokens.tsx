import { useState } from 'preact/hooks'
import { query, s2, segment } from './api'
import { DeleteDialog, Dialog, FormDialog } from './Dialog'
import { time } from './format'
import { NameList } from './NameList'

interface Token {
  id: string
  expires_at?: string | null
  scope: unknown
}

const GROUPS = ['account', 'basin', 'stream'] as const

export function Tokens() {
  const [dialog, setDialog] = useState<'new' | { revoke: string }>()
  const [secret, setSecret] = useState<string>()
  const [changes, setChanges] = useState(0)
  const changed = () => {
    setDialog(undefined)
    setChanges(changes + 1)
  }
  return (
    <main>
      <h1>S2: access tokens</h1>
      <NameList<Token>
        key={changes}
        what="token"
        load={async (parameters) => {
          const page = await s2<{ access_tokens: Token[]; has_more: boolean }>(
            'GET',
            `access-tokens?${query(parameters)}`,
          )
          return { items: page.access_tokens, more: page.has_more }
        }}
        name={(token) => token.id}
        cells={[
          ['Expires', (token) => (token.expires_at ? time(Date.parse(token.expires_at)) : 'never')],
          ['May', (token) => <code>{JSON.stringify(token.scope)}</code>],
          [
            '',
            (token) => (
              <button type="button" class="danger" onClick={() => setDialog({ revoke: token.id })}>
                Revoke<span class="unseen"> {token.id}</span>
              </button>
            ),
          ],
        ]}
      />
      <div class="buttons">
        <button type="button" onClick={() => setDialog('new')}>
          New token
        </button>
      </div>
      {dialog === 'new' && (
        <NewToken
          onClose={() => setDialog(undefined)}
          onIssued={(issued) => {
            setSecret(issued)
            changed()
          }}
        />
      )}
      {typeof dialog === 'object' && (
        <DeleteDialog
          what="token"
          name={dialog.revoke}
          loss="Whoever uses this token is refused from now on."
          onClose={() => setDialog(undefined)}
          onDelete={async () => {
            await s2('DELETE', `access-tokens/${segment(dialog.revoke)}?${query({ confirm: dialog.revoke })}`)
            changed()
          }}
        />
      )}
      {secret !== undefined && <Secret text={secret} onClose={() => setSecret(undefined)} />}
    </main>
  )
}

/** Stays until somebody closes it by its button: the text is never shown again. */
function Secret({ text, onClose }: { text: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  return (
    <Dialog title="The new token" onClose={() => {}}>
      <p>Copy it now: it cannot be shown again.</p>
      <pre class="secret" tabIndex={0}>
        {text}
      </pre>
      <div class="buttons">
        <button
          type="button"
          onClick={async () => {
            await navigator.clipboard.writeText(text)
            setCopied(true)
          }}
        >
          {copied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" onClick={onClose}>
          I have it
        </button>
      </div>
    </Dialog>
  )
}

function NewToken(props: { onClose: () => void; onIssued: (secret: string) => void }) {
  const [id, setId] = useState('')
  const [basins, setBasins] = useState('')
  const [streams, setStreams] = useState('')
  const [days, setDays] = useState('')
  const [groups, setGroups] = useState<Record<string, boolean>>({ 'stream read': true })
  return (
    <FormDialog
      title="New access token"
      action="Create"
      onClose={props.onClose}
      onSubmit={async () => {
        const op_groups = Object.fromEntries(
          GROUPS.map((group) => [
            group,
            { read: groups[`${group} read`] ?? false, write: groups[`${group} write`] ?? false },
          ]),
        )
        const expires_at = days === '' ? undefined : new Date(Date.now() + Number(days) * 86_400_000).toISOString()
        const scope = { basins: { prefix: basins }, streams: { prefix: streams }, op_groups }
        const issued = await s2<{ access_token: string }>('POST', 'access-tokens', { body: { id, expires_at, scope } })
        props.onIssued(issued.access_token)
      }}
    >
      <label>
        Id
        <input value={id} required onInput={(e) => setId(e.currentTarget.value)} spellcheck={false} />
      </label>
      <label>
        Basins whose names begin with
        <input value={basins} onInput={(e) => setBasins(e.currentTarget.value)} spellcheck={false} />
      </label>
      <label>
        Streams whose names begin with
        <input value={streams} onInput={(e) => setStreams(e.currentTarget.value)} spellcheck={false} />
      </label>
      <fieldset>
        <legend>May</legend>
        {GROUPS.flatMap((group) =>
          ['read', 'write'].map((verb) => (
            <label class="check" key={`${group} ${verb}`}>
              <input
                type="checkbox"
                checked={groups[`${group} ${verb}`] ?? false}
                onChange={(e) => setGroups({ ...groups, [`${group} ${verb}`]: e.currentTarget.checked })}
              />{' '}
              {group} {verb}
            </label>
          )),
        )}
      </fieldset>
      <label>
        Expires in days (empty: never)
        <input type="number" min={1} value={days} onInput={(e) => setDays(e.currentTarget.value)} />
      </label>
    </FormDialog>
  )
}
