import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { get, loggedOut, logIn, logOut, type Session } from './api'
import { Basin, Basins } from './Basins'
import { Conflicts } from './Conflicts'
import { href, useRoute } from './hooks'
import { Overview } from './Overview'
import { StorePage } from './StorePage'
import { Stream } from './Stream'
import './style.css'
import { Tokens } from './Tokens'

type Theme = 'auto' | 'light' | 'dark'
const THEMES: Theme[] = ['auto', 'light', 'dark']

function App() {
  const [session, setSession] = useState<Session>()
  const [error, setError] = useState('')
  const load = () => get<Session>('session').then(setSession, (e: Error) => setError(e.message))
  useEffect(() => {
    load()
    const out = () => setSession((old) => old && { ...old, authenticated: false })
    loggedOut.addEventListener('out', out)
    return () => loggedOut.removeEventListener('out', out)
  }, [])
  if (error) {
    return (
      <main>
        <h1>Weir</h1>
        <p class="bad" role="alert">
          {error}
        </p>
      </main>
    )
  }
  if (session === undefined) return null
  if (!session.authenticated) return <LogIn onDone={load} />
  return <Pages session={session} onLogOut={() => logOut().then(load)} />
}

function LogIn({ onDone }: { onDone: () => void }) {
  const [token, setToken] = useState('')
  const [error, setError] = useState('')
  return (
    <main class="login">
      <h1>Weir console</h1>
      <form
        onSubmit={async (e) => {
          e.preventDefault()
          try {
            await logIn(token)
            onDone()
          } catch (failure) {
            setError((failure as Error).message)
          }
        }}
      >
        <label>
          Console token
          <input
            type="password"
            autocomplete="current-password"
            required
            value={token}
            onInput={(e) => setToken(e.currentTarget.value)}
          />
        </label>
        {error && (
          <p class="bad" role="alert">
            {error}
          </p>
        )}
        <button type="submit">Log in</button>
      </form>
    </main>
  )
}

function Pages({ session, onLogOut }: { session: Session; onLogOut: () => void }) {
  const route = useRoute()
  const [section = '', first, second] = route
  const link = (to: string, label: string, current: boolean) => (
    <a href={to} aria-current={current ? 'page' : undefined}>
      {label}
    </a>
  )
  useEffect(() => {
    document.title = ['Weir', ...route].join(' · ')
  }, [route.join('/')])
  return (
    <>
      <a class="skip" href={location.hash || '#/'} onClick={(e) => (e.preventDefault(), focusMain())}>
        Skip to the page
      </a>
      <header class="bar">
        <b>Weir</b>
        <nav aria-label="Console">
          {link('#/', 'Stores', section === '' || section === 'stores')}
          {link(href('conflicts'), 'Conflicts', section === 'conflicts')}
          {session.s2 === 'full' && link(href('s2'), 'S2', section === 's2')}
          {session.s2 === 'full' && link(href('tokens'), 'Tokens', section === 'tokens')}
        </nav>
        <ThemeButton />
        {session.required && (
          <button type="button" onClick={onLogOut}>
            Log out
          </button>
        )}
      </header>
      {section === '' && <Overview />}
      {section === 'stores' && first && <StorePage stream={first} tab={second ?? 'events'} />}
      {section === 'conflicts' && <Conflicts />}
      {session.s2 === 'full' && section === 's2' && !first && <Basins />}
      {session.s2 === 'full' && section === 's2' && first && !second && <Basin key={first} basin={first} />}
      {session.s2 === 'full' && section === 's2' && first && second && (
        <Stream key={`${first}/${second}`} basin={first} stream={second} />
      )}
      {session.s2 === 'full' && section === 'tokens' && <Tokens />}
      {session.s2 === 'off' && (section === 's2' || section === 'tokens') && (
        <main>
          <p>Start Weir with --console-token-file to see its S2 here.</p>
        </main>
      )}
    </>
  )
}

function focusMain() {
  const main = document.querySelector('main')
  main?.setAttribute('tabindex', '-1')
  main?.focus()
}

function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(() => (localStorage.getItem('weir-theme') as Theme) ?? 'auto')
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
    localStorage.setItem('weir-theme', theme)
    dispatchEvent(new Event('theme'))
  }, [theme])
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!
  return (
    <button type="button" class="theme" onClick={() => setTheme(next)} aria-label={`Colours: ${theme}`}>
      {{ auto: '◐', light: '☀', dark: '☾' }[theme]}
    </button>
  )
}

render(<App />, document.getElementById('app')!)
