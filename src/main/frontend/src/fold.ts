import type { Entry } from "./history";
import { Runs } from "./runs";

/** What has happened at an element in one run. */
export interface Passing {
  active: number;
  done: number;
  cancelled: number;
}

export interface OpenTask {
  task: string;
  process?: string;
  element?: string;
  role?: string;
  agency?: string;
  actor?: string;
  since: string;
  due?: string;
}

/** The case after an entry. Changed in place while the fold goes on; a snapshot is a copy. */
export class State {
  step = 0;
  time?: string;
  readonly active = new Map<string, { process?: string; element: string; run?: string }>();
  readonly completed = new Set<string>();
  readonly tasks = new Map<string, OpenTask>();
  readonly facts = new Map<string, string>();
  readonly assignments = new Map<string, string>();
  closed = false;
  readonly elements = new Map<string, Map<string, Passing>>();
  readonly flows = new Map<string, Set<string>>();
  model?: { hash: string; version?: number };

  copy(): State {
    const copy = new State();
    copy.step = this.step;
    copy.time = this.time;
    copy.model = this.model;
    copy.closed = this.closed;
    this.assignments.forEach((agency, role) => copy.assignments.set(role, agency));
    this.active.forEach((value, key) => copy.active.set(key, value));
    this.completed.forEach((element) => copy.completed.add(element));
    this.tasks.forEach((task, id) => copy.tasks.set(id, task));
    this.facts.forEach((value, name) => copy.facts.set(name, value));
    this.elements.forEach((elements, run) => {
      const passings = new Map<string, Passing>();
      elements.forEach((passing, element) => passings.set(element, { ...passing }));
      copy.elements.set(run, passings);
    });
    this.flows.forEach((taken, run) => copy.flows.set(run, new Set(taken)));
    return copy;
  }

  after(entry: Entry, run: string | undefined): void {
    this.step = entry.seq;
    this.time = entry.time;
    if (entry.model) this.model = { hash: entry.model, version: entry.version };
    const { element, instance, task } = entry;
    switch (entry.type) {
      case "entered":
        if (!element) break;
        this.active.set(instance ?? element, { process: entry.process, element, run });
        this.passing(run, element).active++;
        break;
      case "left":
      case "cancelled": {
        if (!element) break;
        const passing = this.passing(run, element);
        if (this.active.delete(instance ?? element) && passing.active > 0) passing.active--;
        if (entry.type === "left") {
          passing.done++;
          this.completed.add(element);
        } else passing.cancelled++;
        break;
      }
      case "flow":
        if (!element) break;
        this.taken(run).add(element);
        break;
      case "task-created":
        if (!task) break;
        this.tasks.set(task, {
          task,
          process: entry.process,
          element,
          role: entry.role,
          since: entry.time,
          due: entry.facts?.due,
        });
        break;
      case "claimed":
        this.change(task, { agency: entry.agency, actor: entry.actor });
        break;
      case "unclaimed":
        this.change(task, { agency: undefined, actor: undefined });
        break;
      case "assigned":
        this.assign(entry);
        break;
      case "reassigned":
        this.assign(entry);
        for (const open of this.tasks.values())
          if (open.role === entry.facts?.role) this.change(open.task, { agency: undefined, actor: undefined });
        break;
      case "completed":
      case "task-cancelled":
        if (task) this.tasks.delete(task);
        this.learn(entry);
        break;
      case "fact":
        this.learn(entry);
        break;
      case "case-closed":
        this.closed = true;
        break;
      case "case-opened":
      case "case-reopened":
        this.closed = false;
        break;
    }
  }

  private learn(entry: Entry): void {
    for (const [name, value] of Object.entries(entry.facts ?? {})) this.facts.set(name, value);
  }

  private assign(entry: Entry): void {
    const { role, agency } = entry.facts ?? {};
    if (role && agency) this.assignments.set(role, agency);
  }

  private change(task: string | undefined, to: Partial<OpenTask>): void {
    const open = task === undefined ? undefined : this.tasks.get(task);
    if (open) this.tasks.set(open.task, { ...open, ...to });
  }

  private passing(run: string | undefined, element: string): Passing {
    const key = run ?? "";
    let elements = this.elements.get(key);
    if (!elements) this.elements.set(key, (elements = new Map()));
    let passing = elements.get(element);
    if (!passing) elements.set(element, (passing = { active: 0, done: 0, cancelled: 0 }));
    return passing;
  }

  private taken(run: string | undefined): Set<string> {
    const key = run ?? "";
    let taken = this.flows.get(key);
    if (!taken) this.flows.set(key, (taken = new Set()));
    return taken;
  }
}

/** The state after any entry, at the cost of at most {@link SPACING} entries. */
export class Fold {
  /** Entries between two snapshots. */
  static readonly SPACING = 256;

  readonly runs: Runs;
  private readonly snapshots: State[] = [new State()];
  private current = new State();

  constructor(private readonly entries: readonly Entry[]) {
    this.runs = new Runs(entries);
  }

  get steps(): number {
    return this.entries.length;
  }

  /** After entry `step`; 0 is before the first. The state is good until the next call. */
  at(step: number): State {
    const wanted = Math.max(0, Math.min(step, this.steps));
    const nearest = Math.min(Math.floor(wanted / Fold.SPACING), this.snapshots.length - 1);
    if (this.current.step > wanted || this.current.step < nearest * Fold.SPACING)
      this.current = this.snapshots[nearest]!.copy();
    while (this.current.step < wanted) {
      const next = this.current.step + 1;
      this.current.after(this.entries[next - 1]!, this.runs.of(next)?.id);
      this.current.step = next;
      if (next % Fold.SPACING === 0 && this.snapshots.length === next / Fold.SPACING) this.snapshots.push(this.current.copy());
    }
    return this.current;
  }
}
