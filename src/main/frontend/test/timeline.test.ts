import { describe, expect, it } from "vitest";
import { lastUpTo } from "../src/history";
import { Timeline } from "../src/timeline";
import { shade, waits } from "../src/waits";
import { history } from "./histories";

const at = (day: number, hour = 0): string => new Date(Date.UTC(2026, 0, day, hour)).toISOString();

describe("the line of time", () => {
  const entries = history({ time: at(1) }, { time: at(1) }, { time: at(3) }, { time: at(9) });
  const timeline = new Timeline(entries);

  it("finds the last entry that there was at a time", () => {
    expect(timeline.stepAt(Date.parse(at(1)) - 1)).toBe(0);
    expect(timeline.stepAt(Date.parse(at(1)))).toBe(2);
    expect(timeline.stepAt(Date.parse(at(4)))).toBe(3);
    expect(timeline.stepAt(Date.parse(at(30)))).toBe(4);
  });

  it("counts days since the first entry", () => {
    expect(timeline.days(3)).toBe(2);
    expect(timeline.length).toBe(8);
    expect(timeline.stepAtDay(7.9)).toBe(3);
    expect(timeline.stepAtDay(8)).toBe(4);
  });

  it("marks consents, disclosures and what was due and not done", () => {
    const ticks = new Timeline(
      history(
        { time: at(1), type: "task-created", task: "late", facts: { due: at(2) } },
        { time: at(1), type: "task-created", task: "in-time", facts: { due: at(9) } },
        { time: at(1, 5), type: "consent-given" },
        { time: at(3), type: "disclosed" },
        { time: at(4), type: "completed", task: "late" },
        { time: at(5), type: "completed", task: "in-time" },
      ),
    ).ticks();
    expect(ticks.map(({ step, kind }) => [step, kind])).toEqual([
      [3, "consent"],
      [4, "disclosure"],
      [4, "deadline"],
    ]);
  });

  it("marks what is still open after its time, and not what may yet be in time", () => {
    const open = (due: string): number =>
      new Timeline(history({ time: at(1), type: "task-created", task: "t", facts: { due } }, { time: at(5), type: "viewed" })).ticks().length;
    expect(open(at(3))).toBe(1);
    expect(open(at(6))).toBe(0);
  });
});

describe("waiting times", () => {
  const entries = history(
    { time: at(1), type: "task-created", task: "a", process: "p", element: "ask" },
    { time: at(1), type: "task-created", task: "b", process: "p", element: "ask" },
    { time: at(1), type: "task-created", task: "c", process: "p", element: "open" },
    { time: at(2), type: "completed", task: "a", process: "p", element: "ask" },
    { time: at(6), type: "completed", task: "b", process: "p", element: "ask" },
  );

  it("run from the creation of a task to its completion", () => {
    const day = 86_400_000;
    expect(waits(entries)).toEqual([{ process: "p", element: "ask", times: 2, median: 3 * day, longest: 5 * day }]);
  });

  it("are shaded by what they mean to a person", () => {
    expect([60_000, 5 * 3_600_000, 2 * 86_400_000, 5 * 86_400_000, 20 * 86_400_000].map(shade)).toEqual([1, 2, 3, 4, 5]);
  });
});

it("of a list in order the last up to a key is found", () => {
  const list = [{ from: 0 }, { from: 4 }, { from: 9 }];
  const found = (step: number): number | undefined => lastUpTo(list, (each) => each.from, step)?.from;
  expect([0, 3, 4, 8, 9, 100].map(found)).toEqual([0, 0, 4, 4, 9, 9]);
  expect(found(-1)).toBeUndefined();
});
