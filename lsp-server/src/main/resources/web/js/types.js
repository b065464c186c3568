/**
 * The objects that come over `/trace`; `docs/protocol.md` describes them.
 *
 * @typedef {{ line: number, character: number }} Position
 * @typedef {{ start: Position, end: Position }} Range
 * @typedef {{ id: number, text: string, probability: number }} Alternative
 *
 * @typedef {{ file: string, firstLine: number, lastLine: number, reason: string }} Quotation code of another file
 *
 * @typedef {{ kind: 'hello', server: string }} HelloMessage
 * @typedef {{ kind: 'status', state: 'loading' | 'ready' | 'busy' | 'failed', model?: string, backend?: string, message?: string }} StatusMessage
 * @typedef {{ kind: 'model', name: string, totalParameters: number, activeParameters: number, dtype: string, mtpLayers: number, contextLength: number, backend: string }} ModelMessage
 * @typedef {{ kind: 'load', running: number, waiting: number, cachedTokens: number, cacheCapacityTokens: number, cacheBytesPerToken: number }} LoadMessage
 *
 * @typedef {'complete' | 'explain' | 'ask'} Feature
 * @typedef {'stop' | 'length' | 'cancelled' | 'superseded' | 'rejected'} Finish
 * @typedef {{ kind: 'begin', request: string, seq: number, feature: Feature, uri?: string, range?: Range, symbol?: string, time: number }} BeginEvent
 * @typedef {{ kind: 'prompt', request: string, seq: number, text: string, tokens: number, reused: number, others?: Quotation[] }} PromptEvent
 * @typedef {{ kind: 'think', request: string, seq: number, text: string }} ThinkEvent
 * @typedef {{ kind: 'answer', request: string, seq: number, text: string, replace?: boolean }} AnswerEvent
 * @typedef {{ kind: 'token', request: string, seq: number, id: number, text: string, probability: number, drafted: boolean, accepted: boolean, rejected?: string, alternatives?: Alternative[] }} TokenEvent
 * @typedef {{ totalMs: number, queuedMs: number, prefillMs: number, decodeMs: number }} Timings
 * @typedef {{ kind: 'end', request: string, seq: number, finish: Finish, note?: string, timings: Timings, promptTokens: number, reused: number, generated: number, drafted: number, accepted: number, tokensPerSecond: number }} EndEvent
 * @typedef {{ kind: 'error', request: string, seq: number, message: string }} ErrorEvent
 * @typedef {{ kind: 'gap', request: string, seq: number, missed: number }} GapEvent
 * @typedef {BeginEvent | PromptEvent | ThinkEvent | AnswerEvent | TokenEvent | EndEvent | ErrorEvent | GapEvent} TraceEvent
 *
 * What the page itself adds.
 *
 * @typedef {'connecting' | 'open' | 'lost' | 'refused'} ConnectionState
 * @typedef {{ kind: 'connection', state: ConnectionState }} ConnectionMessage
 * @typedef {{ kind: 'fold', request: string, part: 'card' | 'think', open: boolean }} FoldAction
 * @typedef {{ kind: 'tokens', open: boolean }} TokensAction
 * @typedef {{ kind: 'copied', request: string | null }} CopiedAction
 * @typedef {HelloMessage | StatusMessage | ModelMessage | LoadMessage | TraceEvent | ConnectionMessage | FoldAction | TokensAction | CopiedAction} Message
 *
 * What the page knows.
 *
 * @typedef {'waiting' | 'reading' | 'thinking' | 'answering' | 'done' | 'rejected' | 'cancelled' | 'failed'} RequestState
 *
 * @typedef {object} Request
 * @property {string} id
 * @property {Feature} feature
 * @property {string | null} uri
 * @property {Range | null} range
 * @property {string | null} symbol
 * @property {RequestState} state
 * @property {string} think
 * @property {string} answer
 * @property {TokenEvent[]} tokens
 * @property {number} drafted
 * @property {number} accepted
 * @property {number} promptTokens
 * @property {number} reused
 * @property {Quotation[]} others code of other files in the prompt
 * @property {number} missed events that did not arrive
 * @property {EndEvent | null} end
 * @property {string | null} message what went wrong, or what the server notes
 * @property {boolean | null} open what the person chose, null while untouched
 * @property {boolean | null} thinkOpen the same for the thought
 * @property {boolean} copied its answer was copied a moment ago
 * @property {number} version grows with every change
 *
 * @typedef {object} State
 * @property {ConnectionState} connection
 * @property {string | null} server
 * @property {StatusMessage} status
 * @property {ModelMessage | null} model
 * @property {LoadMessage | null} load
 * @property {Request[]} requests newest first
 * @property {Map<string, { open: boolean | null, thinkOpen: boolean | null }>} folds what was chosen before the connection broke
 * @property {number[]} speeds tokens a second of the last requests, oldest first
 * @property {boolean} tokensOpen
 */
export {};
