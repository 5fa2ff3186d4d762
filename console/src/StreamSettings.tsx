// How a stream is configured, as S2 has it and as a form shows it.

export interface StreamConfig {
  storage_class?: 'standard' | 'express' | null
  retention_policy?: { age: number } | { infinite: Record<string, never> } | null
  timestamping?: { mode?: string | null; uncapped?: boolean | null } | null
  delete_on_empty?: { min_age_secs: number } | null
}

const DAY = 86_400

export function StreamSettings({ config, onChange }: { config: StreamConfig; onChange: (config: StreamConfig) => void }) {
  const retention = config.retention_policy
  const age = retention && 'age' in retention ? retention.age : undefined
  return (
    <>
      <label>
        Storage class
        <select
          value={config.storage_class ?? ''}
          onChange={(e) => onChange({ ...config, storage_class: (e.currentTarget.value || undefined) as 'express' })}
        >
          <option value="">default</option>
          <option value="express">express</option>
          <option value="standard">standard</option>
        </select>
      </label>
      <label>
        Keep records
        <select
          value={retention ? (age === undefined ? 'infinite' : 'age') : ''}
          onChange={(e) => {
            const chosen = e.currentTarget.value
            const policies = { age: { age: 7 * DAY }, infinite: { infinite: {} } }
            onChange({ ...config, retention_policy: policies[chosen as 'age'] })
          }}
        >
          <option value="">default</option>
          <option value="infinite">for ever</option>
          <option value="age">for some days</option>
        </select>
      </label>
      {age !== undefined && (
        <label>
          Days
          <input
            type="number"
            min={1}
            required
            value={Math.max(1, Math.round(age / DAY))}
            onInput={(e) => onChange({ ...config, retention_policy: { age: Number(e.currentTarget.value) * DAY } })}
          />
        </label>
      )}
      <label>
        Timestamps
        <select
          value={config.timestamping?.mode ?? ''}
          onChange={(e) =>
            onChange({
              ...config,
              timestamping: e.currentTarget.value ? { ...config.timestamping, mode: e.currentTarget.value } : undefined,
            })
          }
        >
          <option value="">default</option>
          <option value="client-prefer">the client’s, if it sends one</option>
          <option value="client-require">the client’s</option>
          <option value="arrival">of arrival</option>
        </select>
      </label>
      <label>
        Delete when empty for so many seconds (0: never)
        <input
          type="number"
          min={0}
          value={config.delete_on_empty?.min_age_secs ?? 0}
          onInput={(e) => onChange({ ...config, delete_on_empty: { min_age_secs: Number(e.currentTarget.value) } })}
        />
      </label>
    </>
  )
}

/** Without what is not set. */
export function given(config: StreamConfig): StreamConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value != null))
}
