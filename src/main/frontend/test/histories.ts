import type { Entry } from "../src/history";

/** An entry of a history that a test makes; each comes a minute after the one before. */
export function history(...entries: Partial<Entry>[]): Entry[] {
  return entries.map((entry, at) => ({
    seq: at + 1,
    time: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
    type: "entered",
    ...entry,
  }));
}

export const entered = (element: string, instance: string, parent = "root", process = "pathway"): Partial<Entry> => ({
  type: "entered",
  process,
  element,
  instance,
  parent,
});

export const left = (element: string, instance: string, parent = "root", process = "pathway"): Partial<Entry> => ({
  ...entered(element, instance, parent, process),
  type: "left",
});

/** A long history: a task is created, claimed and completed again and again, in three processes that a fourth one calls. */
export function long(steps: number): Entry[] {
  const entries: Partial<Entry>[] = [];
  for (let round = 0; entries.length < steps; round++) {
    const process = ["help", "advice", "shelter"][round % 3]!;
    const call = `call-${round}`;
    const task = `task-${round}`;
    entries.push(
      entered(`call-${process}`, call),
      entered("ask", `ask-${round}`, call, process),
      { type: "task-created", process, element: "ask", instance: `ask-${round}`, parent: call, task, role: "case-manager" },
      { type: "claimed", process, element: "ask", task, actor: "ngo1", agency: "birch", role: "case-manager" },
      { type: "completed", process, element: "ask", task, actor: "ngo1", agency: "birch", role: "case-manager", facts: { round: String(round) } },
      left("ask", `ask-${round}`, call, process),
      { type: "flow", process, element: "ask-to-end", instance: `ask-${round}`, parent: call },
      left(`call-${process}`, call),
    );
  }
  return history(...entries.slice(0, steps));
}
