/** What the player is given: a case's entries and the models that were in force. The shape is described in README.md. */

export interface Entry {
  seq: number;
  time: string;
  type: string;
  actor?: string;
  agency?: string;
  role?: string;
  process?: string;
  element?: string;
  task?: string;
  instance?: string;
  parent?: string;
  model?: string;
  version?: number;
  facts?: Record<string, string>;
  hash?: string;
}

/** A published set of models. Of each process the file: its address, or its text, which begins with "<". */
export interface Model {
  version: number;
  hash: string;
  processes: Record<string, string>;
}

export interface ProcessNames {
  name: string;
  elements: Record<string, string>;
}

/** Who could read a class, as `role` or `role:agency`. */
export interface Reading {
  class: string;
  who: string[];
}

export interface History {
  case: string;
  entries: Entry[];
  models: Model[];
  names?: {
    processes?: Record<string, ProcessNames>;
    roles?: Record<string, string>;
    agencies?: Record<string, string>;
  };
  /** Each holds from entry `from` until the next; in order. */
  readers?: { from: number; readers: Reading[] }[];
  /** What the check of the chain said when the history was read. */
  intact?: { upTo: number; checkpoint?: string };
  /** In which times are shown, as Europe/Vienna; UTC where it is missing. */
  zone?: string;
  /** Texts of the screen by key; English where one is missing. */
  words?: Record<string, string>;
}

/** The value of the list's last item whose key is not greater; items are in order of their keys. */
export function lastUpTo<T>(items: readonly T[], key: (item: T) => number, most: number): T | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(items[middle]!) <= most) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}
