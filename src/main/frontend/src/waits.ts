import type { Entry } from "./history";

/** How long a task waited for the people who do it, from its creation to its completion, in milliseconds. */
export interface Wait {
  process: string;
  element: string;
  times: number;
  median: number;
  longest: number;
}

/** Of every task of the history that was completed; the longest first. */
export function waits(entries: readonly Entry[]): Wait[] {
  const created = new Map<string, number>();
  const lengths = new Map<string, { process: string; element: string; all: number[] }>();
  for (const entry of entries) {
    if (!entry.task || !entry.element) continue;
    if (entry.type === "task-created") created.set(entry.task, Date.parse(entry.time));
    if (entry.type !== "completed") continue;
    const begin = created.get(entry.task);
    if (begin === undefined) continue;
    const process = entry.process ?? "";
    const key = `${process} ${entry.element}`;
    const known = lengths.get(key) ?? { process, element: entry.element, all: [] };
    known.all.push(Math.max(0, Date.parse(entry.time) - begin));
    lengths.set(key, known);
  }
  return [...lengths.values()]
    .map(({ process, element, all }) => {
      const sorted = all.sort((one, other) => one - other);
      return { process, element, times: sorted.length, median: median(sorted), longest: sorted.at(-1)! };
    })
    .sort((one, other) => other.median - one.median || one.element.localeCompare(other.element));
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Upper bounds of the shades of heat: an hour, a day, three days, a week, and longer. */
export const SHADES = [3_600_000, 86_400_000, 3 * 86_400_000, 7 * 86_400_000, Infinity] as const;

/** 1 is the shortest. */
export function shade(wait: number): number {
  return SHADES.findIndex((bound) => wait <= bound) + 1;
}
