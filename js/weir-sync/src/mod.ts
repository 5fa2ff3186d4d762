export { makeSyncBackend } from './backend.ts'
export type { AuthRequest, WeirSyncOptions } from './options.ts'
