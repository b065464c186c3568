/** What the panel is told when it opens: the events of the newest requests. */

/** An event of `$/gloss/trace`; the panel's own scripts know what is in it. */
export interface TraceEvent {
  kind: string;
  request: string;
  seq: number;
  [field: string]: unknown;
}

const REQUESTS_KEPT = 50;

/**
 * A view that is hidden loses its page, and one that was never opened has none; both show what
 * happened meanwhile.
 */
export class TraceHistory {
  private readonly requests = new Map<string, TraceEvent[]>();

  constructor(private readonly kept = REQUESTS_KEPT) {}

  /** @returns the event as it is to be passed on */
  add(event: TraceEvent): TraceEvent {
    const lean = withoutPrompt(event);
    if (lean.kind === 'begin') {
      this.requests.set(lean.request, [lean]);
      this.dropOldest();
    } else if (isForgotten(lean, this.requests.get(lean.request))) {
      this.requests.delete(lean.request);
    } else {
      this.requests.get(lean.request)?.push(lean);
    }
    return lean;
  }

  /**
   * Nobody goes on with what is under way.
   *
   * @returns the events that end it, to be passed on
   */
  abandon(message: string): TraceEvent[] {
    const ends = [...this.requests.values()].flatMap((events) => ending(events, message));
    ends.forEach((event) => this.add(event));
    return ends;
  }

  /** All events, request by request, the oldest first. */
  events(): TraceEvent[] {
    return [...this.requests.values()].flat();
  }

  clear(): void {
    this.requests.clear();
  }

  private dropOldest(): void {
    for (const oldest of this.requests.keys()) {
      if (this.requests.size <= this.kept) {
        return;
      }
      this.requests.delete(oldest);
    }
  }
}

/** The end that a request still needs: a suggestion is forgotten as one that a key took back is. */
function ending(events: TraceEvent[], message: string): TraceEvent[] {
  const [first, last] = [events[0], events.at(-1)];
  if (!first || !last || last.kind === 'end' || last.kind === 'error') {
    return [];
  }
  const { request } = first;
  const seq = last.seq + 1;
  return first.feature === 'complete'
    ? [{ kind: 'end', request, seq, finish: 'cancelled' }]
    : [{ kind: 'error', request, seq, message }];
}

/** The panel shows how long a prompt is, not what it says; what it says would be kept for nothing. */
function withoutPrompt(event: TraceEvent): TraceEvent {
  return event.kind === 'prompt' ? { ...event, text: '' } : event;
}

/** Each key takes back the suggestion before it; the panel drops those, too. */
function isForgotten(event: TraceEvent, before: TraceEvent[] | undefined): boolean {
  return (
    event.kind === 'end' &&
    (event.finish === 'cancelled' || event.finish === 'superseded') &&
    before?.[0]?.feature === 'complete'
  );
}
