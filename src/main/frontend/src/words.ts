import english from "virtual:words";
import type { History } from "./history";

/** What the screen says: the server's words where the history brings them, else English. */
export class Words {
  private readonly texts: Record<string, string>;
  /** In which all times are shown and asked for. */
  readonly zone: string;
  private readonly stamps: Intl.DateTimeFormat;
  private readonly numbers: Intl.NumberFormat;

  constructor(
    private readonly history: History,
    language: string,
  ) {
    this.texts = { ...english, ...history.words };
    // As on all pages; the label says which zone it is.
    this.zone = history.zone ?? "UTC";
    this.stamps = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23", timeZone: this.zone });
    this.numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  }

  /** The text of `replay.key`, with {0}, {1} … filled in. */
  say(key: string, ...values: (string | number)[]): string {
    const text = this.texts[`replay.${key}`] ?? key;
    return text.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)] ?? ""));
  }

  type(code: string): string {
    return this.texts[`casework.entry.${code}`] ?? code.replaceAll("-", " ");
  }

  dataClass(code: string): string {
    return this.texts[`casework.class.${code}`] ?? code;
  }

  role(code: string | undefined): string {
    return code === undefined ? "" : (this.history.names?.roles?.[code] ?? code.replaceAll("-", " "));
  }

  agency(code: string | undefined): string {
    return code === undefined ? "" : (this.history.names?.agencies?.[code] ?? code);
  }

  /** As `role` or `role:agency`. */
  who(code: string): string {
    const [role, agency] = code.split(":", 2);
    return agency ? `${this.role(role)} (${this.agency(agency)})` : this.role(role);
  }

  process(id: string | undefined): string {
    return id === undefined ? "" : (this.history.names?.processes?.[id]?.name ?? id);
  }

  /** What the element is called in its model; the words of its id where it has no name. */
  element(process: string | undefined, element: string | undefined): string {
    if (element === undefined) return "";
    return (process && this.history.names?.processes?.[process]?.elements[element]) || element.replaceAll("-", " ");
  }

  stamp(time: string | number): string {
    return this.stamps.format(typeof time === "string" ? Date.parse(time) : time);
  }

  /** A length of time in its largest unit, as `3.5 days`. */
  length(milliseconds: number): string {
    const minutes = milliseconds / 60_000;
    if (minutes < 1) return this.say("wait.moment");
    if (minutes < 90) return this.say("wait.minutes", this.numbers.format(Math.round(minutes)));
    if (minutes < 48 * 60) return this.say("wait.hours", this.numbers.format(minutes / 60));
    return this.say("wait.days", this.numbers.format(minutes / (24 * 60)));
  }

  days(days: number): string {
    return this.numbers.format(days);
  }
}
