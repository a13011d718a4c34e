import type { Entry } from "./history";

/**
 * One passing of a process: its instance. A case has several of one process where that is called more than once.
 *
 * @property caller instance of the call activity that called it
 */
export interface Run {
  id: string;
  process: string;
  number: number;
  caller?: string;
}

/** Which run each entry belongs to, and how runs call each other. Known of the whole history, so that a jump need not search. */
export class Runs {
  readonly all: Run[] = [];
  private readonly byId = new Map<string, Run>();
  private readonly newest = new Map<string, Run>();
  private readonly ofInstance = new Map<string, Run>();
  private readonly ofEntry: (Run | undefined)[] = [undefined];

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) this.ofEntry.push(this.find(entry));
  }

  /** The run of the entry with this number; undefined for what happens to the case as a whole. */
  of(step: number): Run | undefined {
    return this.ofEntry[step];
  }

  get(id: string): Run | undefined {
    return this.byId.get(id);
  }

  /** The run and those that called it, the outermost first. */
  path(run: Run): Run[] {
    const path = [run];
    for (let caller = this.caller(run); caller && !path.includes(caller); caller = this.caller(caller)) path.unshift(caller);
    return path;
  }

  private caller(run: Run): Run | undefined {
    return run.caller === undefined ? undefined : this.ofInstance.get(run.caller);
  }

  private find(entry: Entry): Run | undefined {
    const { process, instance, parent } = entry;
    if (!process) return undefined;
    const known = (instance && this.ofInstance.get(instance)) || undefined;
    if (known?.process === process) return known;
    const above = parent ? this.ofInstance.get(parent) : undefined;
    let run: Run | undefined;
    if (above?.process === process) run = above;
    else if (parent) run = this.byId.get(`${process} ${parent}`) ?? this.begin(process, parent, above !== undefined);
    else run = this.newest.get(process);
    if (!run) return undefined; // no step of a process: a consent that was given outside of a task, say
    if (instance && entry.type === "entered") this.ofInstance.set(instance, run);
    return run;
  }

  private begin(process: string, parent: string, called: boolean): Run {
    const run: Run = {
      id: `${process} ${parent}`,
      process,
      number: this.all.filter((other) => other.process === process).length + 1,
      ...(called ? { caller: parent } : {}),
    };
    this.all.push(run);
    this.byId.set(run.id, run);
    this.newest.set(process, run);
    return run;
  }
}
