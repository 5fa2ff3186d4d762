import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Browsers give up on taller elements; Firefox at some 17 million pixels. */
const MOST_PIXELS = 12_000_000
const SPARE_ROWS = 6

export interface ListHandle {
  toIndex(index: number): void
  toEnd(): void
  isAtEnd(): boolean
}

interface Props {
  label: string
  count: number
  rowHeight: number
  active: number
  onActive: (index: number) => void
  onOpen: (index: number) => void
  onRange: (first: number, last: number) => void
  row: (index: number) => ComponentChildren
  rowClass?: (index: number) => string
  handle?: { current: ListHandle | null }
}

/**
 * A list of any length, of which only the rows in view exist. The scroll bar stands for the whole; where that is
 * taller than an element can be, the wheel and the keys still move row by row.
 */
export function VirtualList(props: Props) {
  const { count, rowHeight, active, onActive, onOpen, onRange, handle } = props
  const box = useRef<HTMLDivElement>(null)
  const top = useRef(0)
  const expected = useRef(-1)
  const frame = useRef(0)
  const [view, setView] = useState(400)
  const [, redraw] = useState(0)

  const total = count * rowHeight
  const height = Math.min(total, MOST_PIXELS)
  const most = Math.max(0, total - view)
  const ratio = total > MOST_PIXELS ? most / (height - view) : 1

  const latest = useRef({ most, ratio, count, view })
  latest.current = { most, ratio, count, view }

  const draw = () => {
    if (frame.current === 0) {
      frame.current = requestAnimationFrame(() => {
        frame.current = 0
        redraw((n) => n + 1)
      })
    }
  }

  /** Scrolls to a place among all rows, in pixels. */
  const moveTo = (pixels: number) => {
    const element = box.current
    if (element === null) return
    top.current = Math.max(0, Math.min(latest.current.most, pixels))
    element.scrollTop = top.current / latest.current.ratio
    expected.current = element.scrollTop
    draw()
  }

  const scrolled = () => {
    const at = box.current!.scrollTop
    // What was scrolled to from here has its exact place already.
    if (Math.abs(at - expected.current) > 1) top.current = Math.min(latest.current.most, at * latest.current.ratio)
    expected.current = -1
    draw()
  }

  useEffect(() => {
    const element = box.current!
    const resized = new ResizeObserver(() => setView(element.clientHeight))
    resized.observe(element)
    const wheel = (e: WheelEvent) => {
      if (latest.current.ratio === 1 || e.ctrlKey) return
      e.preventDefault()
      moveTo(top.current + (e.deltaMode === 1 ? e.deltaY * rowHeight : e.deltaY))
    }
    element.addEventListener('wheel', wheel, { passive: false })
    return () => {
      resized.disconnect()
      element.removeEventListener('wheel', wheel)
      cancelAnimationFrame(frame.current)
    }
  }, [rowHeight])

  if (handle !== undefined) {
    handle.current = {
      toIndex: (index) => moveTo(index * rowHeight - latest.current.view / 2),
      toEnd: () => moveTo(Number.MAX_SAFE_INTEGER),
      isAtEnd: () => top.current >= latest.current.most - rowHeight,
    }
  }

  const at = Math.min(top.current, most)
  const first = Math.max(0, Math.floor(at / rowHeight) - SPARE_ROWS)
  const last = Math.min(count, Math.ceil((at + view) / rowHeight) + SPARE_ROWS)
  useLayoutEffect(() => onRange(first, last), [first, last, count])

  const keyed = (e: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view / rowHeight) - 1)
    const target = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    }[e.key]
    if (e.key === 'Enter' && active >= 0) {
      e.preventDefault()
      onOpen(active)
    } else if (target !== undefined && count > 0) {
      e.preventDefault()
      const index = Math.max(0, Math.min(count - 1, active < 0 ? first + SPARE_ROWS : target))
      onActive(index)
      if (index * rowHeight < top.current) moveTo(index * rowHeight)
      else if ((index + 1) * rowHeight > top.current + view) moveTo((index + 1) * rowHeight - view)
    }
  }

  const rows = []
  for (let index = first; index < last; index++) {
    rows.push(
      <div
        key={index}
        id={`row-${index}`}
        role="option"
        aria-posinset={index + 1}
        aria-setsize={count}
        aria-selected={index === active}
        class={`row ${props.rowClass?.(index) ?? ''} ${index === active ? 'active' : ''}`}
        style={{ transform: `translateY(${index * rowHeight - at}px)`, height: `${rowHeight}px` }}
        onClick={() => {
          onActive(index)
          onOpen(index)
        }}
      >
        {props.row(index)}
      </div>,
    )
  }
  return (
    <div
      ref={box}
      class="list"
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={active >= first && active < last ? `row-${active}` : undefined}
      onScroll={scrolled}
      onKeyDown={keyed}
    >
      <div class="rows">{rows}</div>
      <div style={{ height: `${height}px` }} />
    </div>
  )
}
