import { describe, expect, it } from "vitest";
import { Fold, State } from "../src/fold";
import { entered, history, left, long } from "./histories";

/** The state in a form that can be compared. */
function plain(state: State): unknown {
  return JSON.parse(
    JSON.stringify({
      step: state.step,
      active: [...state.active],
      completed: [...state.completed],
      tasks: [...state.tasks],
      facts: [...state.facts],
      assignments: [...state.assignments],
      elements: [...state.elements].map(([run, elements]) => [run, [...elements]]),
      flows: [...state.flows].map(([run, flows]) => [run, [...flows]]),
      closed: state.closed,
    }),
  );
}

describe("the state after an entry", () => {
  it("holds what has been entered and not left", () => {
    const fold = new Fold(history(entered("ask", "1"), entered("house", "2"), left("ask", "1")));
    expect([...fold.at(2).active.values()].map((token) => token.element)).toEqual(["ask", "house"]);
    expect([...fold.at(3).active.values()].map((token) => token.element)).toEqual(["house"]);
    expect([...fold.at(3).completed]).toEqual(["ask"]);
  });

  it("does not count as completed what was cancelled", () => {
    const state = new Fold(history(entered("ask", "1"), { ...left("ask", "1"), type: "cancelled" })).at(2);
    expect(state.active.size).toBe(0);
    expect(state.completed.size).toBe(0);
    expect(state.elements.get("pathway root")?.get("ask")).toEqual({ active: 0, done: 0, cancelled: 1 });
  });

  it("tells two instances of one element apart", () => {
    const state = new Fold(history(entered("ask", "1"), entered("ask", "2"), left("ask", "1"))).at(3);
    expect([...state.active.keys()]).toEqual(["2"]);
    expect(state.elements.get("pathway root")?.get("ask")).toEqual({ active: 1, done: 1, cancelled: 0 });
  });

  it("knows who holds an open task, and that another agency in the role frees it", () => {
    const fold = new Fold(
      history(
        { type: "task-created", element: "ask", task: "t", role: "shelter" },
        { type: "claimed", element: "ask", task: "t", actor: "shelter1", agency: "birch" },
        { type: "reassigned", facts: { role: "shelter", agency: "oak" } },
        { type: "completed", element: "ask", task: "t", facts: { wanted: "yes" } },
      ),
    );
    expect(fold.at(2).tasks.get("t")).toMatchObject({ actor: "shelter1", agency: "birch", role: "shelter" });
    expect(fold.at(3).tasks.get("t")?.actor).toBeUndefined();
    expect(fold.at(3).assignments.get("shelter")).toBe("oak");
    expect(fold.at(4).tasks.size).toBe(0);
    expect(fold.at(4).facts.get("wanted")).toBe("yes");
  });

  it("is the same by whatever way one comes to it", () => {
    const entries = long(2000);
    const straight = new Fold(entries);
    const expected = Array.from({ length: 2001 }, (_, step) => plain(straight.at(step)));
    const jumping = new Fold(entries);
    for (let jump = 0, step = 0; jump < 400; jump++, step = (step + 769) % 2001) expect(plain(jumping.at(step))).toEqual(expected[step]);
  });

  it("does not go beyond the first and the last entry", () => {
    const fold = new Fold(long(10));
    expect(fold.at(-5).step).toBe(0);
    expect(fold.at(50).step).toBe(10);
  });
});

describe("the runs of processes", () => {
  const entries = history(
    entered("offer", "call-1"),
    entered("start", "a", "call-1", "shelter"),
    entered("inner", "b", "call-1", "shelter"),
    entered("task", "c", "b", "shelter"),
    entered("offer", "call-2"),
    entered("start", "d", "call-2", "shelter"),
    { type: "consent-given", process: "case", element: "consent" },
    { type: "completed", process: "shelter", element: "task", task: "t" },
  );
  const { runs } = new Fold(entries);

  it("are one for each call, with what lies in their subprocesses", () => {
    expect(runs.all.map((run) => [run.process, run.number])).toEqual([
      ["pathway", 1],
      ["shelter", 1],
      ["shelter", 2],
    ]);
    expect(runs.of(4)).toBe(runs.of(2));
    expect(runs.of(6)).not.toBe(runs.of(2));
  });

  it("are not made by what is no step of a process", () => {
    expect(runs.of(7)).toBeUndefined();
    expect(runs.of(8)).toBe(runs.of(6));
  });

  it("know who called them", () => {
    expect(runs.path(runs.of(6)!).map((run) => run.process)).toEqual(["pathway", "shelter"]);
  });
});
