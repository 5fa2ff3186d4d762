import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** A modal dialog, as the browser has it: it keeps the focus, and Escape closes it. */
export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current!
    element.showModal()
    return () => element.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={props.title}
      onCancel={(e) => {
        e.preventDefault()
        props.onClose()
      }}
    >
      <h2>{props.title}</h2>
      {props.children}
    </dialog>
  )
}

/** A form in a dialog, which stays open with the reason where what it does fails. */
export function FormDialog(props: {
  title: string
  action: string
  danger?: boolean
  enabled?: boolean
  onSubmit: () => Promise<void>
  onClose: () => void
  children: ComponentChildren
}) {
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (e: SubmitEvent) => {
    e.preventDefault()
    setBusy(true)
    setError('')
    try {
      await props.onSubmit()
    } catch (failure) {
      setError((failure as Error).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={submit}>
        {props.children}
        {error && (
          <p class="bad" role="alert">
            {error}
          </p>
        )}
        <div class="buttons">
          <button type="submit" class={props.danger ? 'danger' : ''} disabled={busy || props.enabled === false}>
            {props.action}
          </button>
          <button type="button" onClick={props.onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  )
}

/** Deletes what somebody has typed the name of. */
export function DeleteDialog(props: {
  what: string
  name: string
  loss: string
  onDelete: () => Promise<void>
  onClose: () => void
}) {
  const [typed, setTyped] = useState('')
  return (
    <FormDialog
      title={`Delete ${props.what}`}
      action="Delete"
      danger
      enabled={typed === props.name}
      onSubmit={props.onDelete}
      onClose={props.onClose}
    >
      <p>{props.loss} This cannot be undone.</p>
      <label>
        Type <code>{props.name}</code> to confirm
        <input value={typed} onInput={(e) => setTyped(e.currentTarget.value)} autocomplete="off" spellcheck={false} />
      </label>
    </FormDialog>
  )
}
