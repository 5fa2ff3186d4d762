import { useCallback, useEffect, useRef, useState } from 'preact/hooks'

export interface Loaded<T> {
  value: T | undefined
  error: Error | undefined
  reload: () => void
}

/** Asks when `key` changes, and again every `everyMillis` while the page is looked at. */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<T>, everyMillis?: number): Loaded<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: Error }>({ key })
  const [round, setRound] = useState(0)
  const latest = useRef(load)
  latest.current = load
  useEffect(() => {
    const abort = new AbortController()
    let timer = 0
    const run = async () => {
      try {
        if (!document.hidden || everyMillis === undefined) {
          const value = await latest.current(abort.signal)
          if (!abort.signal.aborted) setState({ key, value })
        }
      } catch (e) {
        if (!abort.signal.aborted) setState((old) => ({ ...(old.key === key ? old : { key }), error: e as Error }))
      }
      if (everyMillis !== undefined && !abort.signal.aborted) timer = window.setTimeout(run, everyMillis)
    }
    run()
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [key, round, everyMillis])
  const reload = useCallback(() => setRound((n) => n + 1), [])
  const current = state.key === key ? state : { value: undefined, error: undefined }
  return { value: current.value, error: current.error, reload }
}

/** The page's route, from what stands behind the `#`: segments, decoded. */
export function useRoute(): string[] {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const changed = () => setHash(location.hash)
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [])
  return hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent)
}

export function href(...segments: string[]): string {
  return `#/${segments.map(encodeURIComponent).join('/')}`
}
