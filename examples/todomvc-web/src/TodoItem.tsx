import { useState } from 'react'

import { events } from './schema.ts'

type Todo = { readonly id: string; readonly text: string; readonly completed: boolean }
type Change = ReturnType<(typeof events)[keyof typeof events]>

export const TodoItem = ({ todo, commit }: { todo: Todo; commit: (change: Change) => void }) => {
  const { id, text, completed } = todo
  const [editing, setEditing] = useState(false)

  const rename = (input: string) => {
    setEditing(false)
    const renamed = input.trim()
    if (renamed === '') commit(events.deleted({ id }))
    else if (renamed !== text) commit(events.renamed({ id, text: renamed }))
  }

  if (editing) {
    return (
      <li>
        <input
          className="edit"
          aria-label={`Change ${text}`}
          defaultValue={text}
          autoFocus
          onBlur={(event) => rename(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') rename(event.currentTarget.value)
            if (event.key === 'Escape') setEditing(false)
          }}
        />
      </li>
    )
  }
  return (
    <li>
      <label onDoubleClick={() => setEditing(true)}>
        <input
          type="checkbox"
          checked={completed}
          onChange={(event) => commit(events.marked({ id, completed: event.currentTarget.checked }))}
        />
        <span>{text}</span>
      </label>
      <button type="button" aria-label={`Change ${text}`} onClick={() => setEditing(true)}>
        ✎
      </button>
      <button type="button" aria-label={`Delete ${text}`} onClick={() => commit(events.deleted({ id }))}>
        ×
      </button>
    </li>
  )
}
