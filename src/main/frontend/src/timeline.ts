import type { Entry } from "./history";

export type TickKind = "consent" | "disclosure" | "deadline";

/** Something on the line of time that an auditor looks for. */
export interface Tick {
  step: number;
  kind: TickKind;
  entry: Entry;
}

const KINDS: Record<string, TickKind> = {
  "consent-given": "consent",
  "consent-withdrawn": "consent",
  "consent-ended": "consent",
  disclosed: "disclosure",
  "disclosure-ended": "disclosure",
};

/** Time in milliseconds of each entry, by its place. Two may have the same; none is before the one before it. */
export class Timeline {
  private readonly times: number[];

  constructor(private readonly entries: readonly Entry[]) {
    let last = -Infinity;
    this.times = entries.map((entry) => (last = Math.max(last, Date.parse(entry.time))));
  }

  /** The number of the last entry that had been made at this time; 0 if there was none. */
  stepAt(time: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Days since the first entry. */
  days(step: number): number {
    if (this.times.length === 0) return 0;
    return (this.times[Math.max(0, step - 1)]! - this.times[0]!) / DAY;
  }

  stepAtDay(days: number): number {
    if (this.times.length === 0) return 0;
    return this.stepAt(this.times[0]! + days * DAY);
  }

  get length(): number {
    return this.days(this.times.length);
  }

  /** Consents, disclosures and deadlines that were missed, in order. A deadline is missed at the first entry after it. */
  ticks(): Tick[] {
    const ticks: Tick[] = [];
    const due = new Map<string, Entry>();
    const missed = (task: string, created: Entry, until: number): void => {
      due.delete(task);
      const step = this.stepAt(Date.parse(created.facts?.due ?? "") - 1) + 1;
      if (step <= until) ticks.push({ step, kind: "deadline", entry: created });
    };
    for (const entry of this.entries) {
      const kind = KINDS[entry.type];
      if (kind) ticks.push({ step: entry.seq, kind, entry });
      if (!entry.task) continue;
      if (entry.type === "task-created" && entry.facts?.due) due.set(entry.task, entry);
      const created = due.get(entry.task);
      if (created && (entry.type === "completed" || entry.type === "task-cancelled")) missed(entry.task, created, entry.seq);
      if (entry.type === "escalated" && !created) ticks.push({ step: entry.seq, kind: "deadline", entry });
    }
    due.forEach((created, task) => missed(task, created, this.entries.length));
    return ticks.sort((one, other) => one.step - other.step);
  }
}

export const DAY = 86_400_000;
