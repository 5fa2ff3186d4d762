import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { get, type Timeline } from './api'
import { millis, number, rate, time } from './format'
import { useLoaded } from './hooks'

const MINUTES = [5, 15, 60]

/** Events per second, push latency and delivery lag over the last minutes, of one store or all. */
export function Chart({ stream }: { stream?: string }) {
  const [minutes, setMinutes] = useState(15)
  const { value, error } = useLoaded(
    `timeline ${stream ?? ''} ${minutes}`,
    (signal) => get<Timeline>('timeline', { stream, minutes }, signal),
    5_000,
  )
  return (
    <section aria-label="Timeline">
      <div class="buttons" role="group" aria-label="Span">
        {MINUTES.map((span) => (
          <button key={span} type="button" aria-pressed={span === minutes} onClick={() => setMinutes(span)}>
            {span} min
          </button>
        ))}
      </div>
      {error && <p class="bad">{error.message}</p>}
      {value && (
        <>
          <Plot
            title="Events and pushes per second"
            at={value.at}
            lines={[
              { name: 'Events/s', values: value.events.map((n) => n / value.bucketSeconds), color: '--line1' },
              { name: 'Conflicts/s', values: value.conflicts.map((n) => n / value.bucketSeconds), color: '--line3' },
              { name: 'Refused/s', values: value.refused.map((n) => n / value.bucketSeconds), color: '--line4' },
            ]}
            text={rate}
          />
          <Plot
            title="Push latency"
            at={value.at}
            lines={[
              { name: 'median', values: value.pushP50, color: '--line1' },
              { name: '99 %', values: value.pushP99, color: '--line2' },
            ]}
            text={millis}
          />
          <Plot
            title="Delivery lag"
            at={value.at}
            lines={[
              { name: 'median', values: value.lagP50, color: '--line1' },
              { name: '99 %', values: value.lagP99, color: '--line2' },
            ]}
            text={millis}
          />
          <p class="status">
            In these {minutes} minutes: {number(sum(value.events))} events in {number(sum(value.pushes))} pushes,{' '}
            {number(sum(value.conflicts))} conflicts, {number(sum(value.refused))} refused.
          </p>
        </>
      )}
    </section>
  )
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

interface Line {
  name: string
  values: (number | null)[]
  color: string
}

function Plot(props: { title: string; at: number[]; lines: Line[]; text: (value: number) => string }) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const data = () =>
    [props.at.map((at) => at / 1_000), ...props.lines.map((line) => line.values)] as uPlot.AlignedData
  useEffect(() => {
    const element = box.current!
    const build = () => {
      plot.current?.destroy()
      const color = (name: string) => resolved(name, element)
      const axis = { stroke: color('--dim'), grid: { stroke: color('--edge'), width: 1 }, ticks: { show: false } }
      const clock = (seconds: number) => time(seconds * 1_000)
      const hours = (splits: number[]) =>
        splits.map((at) => clock(at).slice(-8, splits[1]! - splits[0]! < 60 ? undefined : -3))
      plot.current = new uPlot(
        {
          width: element.clientWidth || 300,
          height: 160,
          cursor: { drag: { x: false, y: false }, sync: { key: 'timeline' } },
          scales: { y: { range: (_, __, max) => [0, Math.max(max || 0, 0.1) * 1.1] } },
          axes: [{ ...axis, values: (_, splits) => hours(splits) }, { ...axis, size: 64, values: (_, splits) => splits.map((value) => props.text(value)) }],
          series: [
            { label: 'Time', value: (_: uPlot, at: number | null) => (at == null ? '–' : clock(at)) },
            ...props.lines.map((line) => ({
              label: line.name,
              stroke: color(line.color),
              width: 2,
              spanGaps: false,
              points: { size: 5 },
              value: (_: uPlot, value: number | null) => (value == null ? '–' : props.text(value)),
            })),
          ],
        },
        data(),
        element,
      )
    }
    build()
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: 160 }))
    resized.observe(element)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', build)
    addEventListener('theme', build)
    return () => {
      resized.disconnect()
      dark.removeEventListener('change', build)
      removeEventListener('theme', build)
      plot.current?.destroy()
      plot.current = null
    }
  }, [])
  useEffect(() => plot.current?.setData(data()), [props.at, props.lines])
  const last = props.lines.map((line) => `${line.name} ${latest(line.values, props.text)}`).join(', ')
  return (
    <figure>
      <figcaption>{props.title}</figcaption>
      <div ref={box} class="plot" role="img" aria-label={`${props.title}; last: ${last}`} />
    </figure>
  )
}

/** A colour for a canvas, which knows no variables, and not what is light or dark. */
function resolved(name: string, near: HTMLElement): string {
  const probe = near.appendChild(document.createElement('i'))
  probe.style.color = `var(${name})`
  const color = getComputedStyle(probe).color
  probe.remove()
  return color
}

function latest(values: (number | null)[], text: (value: number) => string): string {
  const value = values.findLast((one) => one !== null)
  return value == null ? 'none' : text(value)
}
