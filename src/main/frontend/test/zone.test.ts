import { expect, test } from "vitest";
import { instantOf, wallClock } from "../src/zone";

test("times are those of the zone, also where the clock changes", () => {
  for (const [zone, text, instant] of [
    ["UTC", "2026-03-29T02:30:00", "2026-03-29T02:30:00Z"],
    ["Europe/Vienna", "2026-03-29T01:59:59", "2026-03-29T00:59:59Z"],
    ["Europe/Vienna", "2026-03-29T03:00:00", "2026-03-29T01:00:00Z"],
    ["Europe/Vienna", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"],
    ["Europe/Vienna", "2026-10-25T03:30:00", "2026-10-25T02:30:00Z"],
    ["Pacific/Auckland", "2026-01-01T00:00:00", "2025-12-31T11:00:00Z"],
    ["America/New_York", "2026-07-01T12:00:00", "2026-07-01T16:00:00Z"],
  ] as const) {
    expect(new Date(instantOf(text, zone)).toISOString(), `${zone} ${text}`).toBe(new Date(instant).toISOString());
    expect(wallClock(Date.parse(instant), zone)).toBe(text);
  }
});

test("what is no time is none", () => {
  expect(instantOf("", "Europe/Vienna")).toBeNaN();
});
