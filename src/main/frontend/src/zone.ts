/** What a clock in the zone shows at the instant, as `2026-03-29T10:00:00`. */
export function wallClock(instant: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(instant);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}`;
}

/** The instant at which a clock in the zone shows the text; where it shows it twice, the first. NaN if it is no time. */
export function instantOf(text: string, zone: string): number {
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return Number.NaN;
  const offset = (instant: number): number => Date.parse(`${wallClock(instant, zone)}Z`) - Math.floor(instant / 1000) * 1000;
  const early = wanted - offset(wanted - 86_400_000);
  return wallClock(early, zone) === wallClock(wanted, "UTC") ? early : wanted - offset(wanted);
}
