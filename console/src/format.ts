const NUMBER = new Intl.NumberFormat('en')
const RATE = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

export const NONE = '–'

export function number(value: number | null | undefined): string {
  return value == null ? NONE : NUMBER.format(value)
}

export function rate(value: number): string {
  return RATE.format(value)
}

export function millis(value: number | null | undefined): string {
  if (value == null) return NONE
  return value < 1_000 ? `${RATE.format(value < 10 ? value : Math.round(value))} ms` : `${RATE.format(value / 1_000)} s`
}

export function bytes(value: number | null | undefined): string {
  if (value == null) return NONE
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let unit = 0
  let scaled = value
  while (scaled >= 1_000 && unit < units.length - 1) {
    scaled /= 1_000
    unit++
  }
  return `${scaled < 10 && unit > 0 ? scaled.toFixed(1) : Math.round(scaled)} ${units[unit]}`
}

const two = (n: number) => String(n).padStart(2, '0')

/** A time of day where it is today's, and the date before it otherwise. */
export function time(at: number | null | undefined): string {
  if (at == null || at <= 0) return NONE
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return String(at)
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  const today = new Date().toDateString() === date.toDateString()
  return today ? clock : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock}`
}

export function duration(millis: number): string {
  const seconds = Math.floor(millis / 1_000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`
}
