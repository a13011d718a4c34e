import { h } from "./dom";
import type { Entry } from "./history";
import type { Words } from "./words";

/** Rows beyond the visible ones on either side. */
const MARGIN = 12;

/** All entries as a table of which only the rows in view are there: as long a list as one likes costs the same. */
export class EntryList {
  readonly element: HTMLElement;
  private readonly body = h("tbody");
  private readonly scroller: HTMLElement;
  private readonly before = h("tr", { "aria-hidden": "true", class: "gap" }, h("td"));
  private readonly after = h("tr", { "aria-hidden": "true", class: "gap" }, h("td"));
  private readonly rows = new Map<number, HTMLTableRowElement>();
  private from = 0;
  private until = 0;
  private current = 0;
  private rowHeight = 36;

  constructor(
    private readonly entries: readonly Entry[],
    private readonly words: Words,
    player: string,
    go: (step: number) => void,
  ) {
    const table = h(
      "table",
      { class: "entries", "aria-rowcount": entries.length + 1 },
      h(
        "thead",
        {},
        h(
          "tr",
          { "aria-rowindex": 1 },
          ...["number", "time", "type", "who", "element"].map((key) => h("th", { scope: "col", class: `is-${key}` }, words.say(`list.${key}`, words.zone))),
        ),
      ),
      this.body,
    );
    this.scroller = h("div", { class: "entries-window", tabindex: 0, role: "region", "aria-labelledby": `${player}-list ${player}` }, table);
    this.element = h("section", { class: "entry-list" }, h("h3", { id: `${player}-list` }, words.say("list.title")), this.scroller);
    this.scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    this.body.addEventListener("click", (event) => {
      const row = (event.target as Element).closest<HTMLElement>("tr[data-step]");
      if (!row) return;
      event.preventDefault();
      go(Number(row.dataset.step));
    });
    new ResizeObserver(() => this.draw()).observe(this.scroller);
    addEventListener("beforeprint", () => this.draw(true));
  }

  /** Marks the entry and keeps it in view. */
  show(step: number): void {
    if (this.current !== step) {
      this.mark(this.rows.get(this.current), false);
      this.current = step;
      this.mark(this.rows.get(step), true);
    }
    if (this.until === 0) this.draw(); // so that there is a height to scroll
    const top = (step - 1) * this.rowHeight;
    const height = this.scroller.clientHeight - this.rowHeight;
    const { scrollTop } = this.scroller;
    if (top < scrollTop || top + this.rowHeight > scrollTop + height) this.scroller.scrollTop = Math.max(0, top - height / 2);
    this.draw();
  }

  private draw(print = false): void {
    const visible = Math.ceil(this.scroller.clientHeight / this.rowHeight) + 1;
    const top = Math.floor(this.scroller.scrollTop / this.rowHeight);
    const from = Math.max(0, print ? this.current - 15 : top - MARGIN);
    const until = Math.min(this.entries.length, print ? this.current + 15 : top + visible + MARGIN);
    // A little scrolling stays within what is there already.
    const enough = this.from <= Math.max(0, top - 2) && this.until >= Math.min(this.entries.length, top + visible + 2);
    if (!print && enough && this.until > 0) return;
    for (const [step, row] of this.rows)
      if (step <= from || step > until) {
        row.remove();
        this.rows.delete(step);
      }
    const rows: Node[] = [this.before];
    for (let step = from + 1; step <= until; step++) {
      let row = this.rows.get(step);
      if (!row) this.rows.set(step, (row = this.row(this.entries[step - 1]!)));
      rows.push(row);
    }
    rows.push(this.after);
    const focused = this.body.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined;
    this.body.replaceChildren(...rows);
    focused?.focus({ preventScroll: true });
    this.from = from;
    this.until = until;
    this.gap(this.before, from);
    this.gap(this.after, this.entries.length - until);
    const measured = this.rows.get(from + 1)?.getBoundingClientRect().height ?? 0;
    if (measured > 0 && Math.abs(measured - this.rowHeight) > 0.5) {
      this.rowHeight = measured;
      this.gap(this.before, from);
      this.gap(this.after, this.entries.length - until);
    }
  }

  private gap(row: HTMLTableRowElement, rows: number): void {
    row.hidden = rows === 0;
    row.style.height = `${rows * this.rowHeight}px`;
  }

  private mark(row: HTMLTableRowElement | undefined, current: boolean): void {
    if (current) row?.setAttribute("aria-current", "step");
    else row?.removeAttribute("aria-current");
  }

  private row(entry: Entry): HTMLTableRowElement {
    const { words } = this;
    const row = h(
      "tr",
      { "data-step": entry.seq, "aria-rowindex": entry.seq + 1 },
      h("th", { scope: "row", class: "is-number" }, h("a", { href: `?step=${entry.seq}` }, String(entry.seq))),
      h("td", { class: "is-time" }, h("time", { datetime: entry.time }, words.stamp(entry.time))),
      h("td", { class: "is-type" }, words.type(entry.type)),
      h("td", { class: "is-who" }, entry.actor ?? (entry.process ? words.say("engine") : "")),
      h("td", { class: "is-element" }, words.element(entry.process, entry.element)),
    );
    if (entry.seq === this.current) this.mark(row, true);
    return row;
  }
}
