import { Component, type ReactNode } from 'react'

/** Says what went wrong in place of an empty page. */
export class Failure extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    return (
      <main className="note" role="alert">
        <p>The list cannot be opened in this browser: {String(this.state.error)}</p>
        <button type="button" onClick={() => location.reload()}>
          Load again
        </button>
      </main>
    )
  }
}
