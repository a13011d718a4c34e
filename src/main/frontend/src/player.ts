import { Diagrams, type Sheet } from "./diagram";
import { h, signButton, drawn, svg } from "./dom";
import { Fold, type State } from "./fold";
import { lastUpTo, type Entry, type History, type Model } from "./history";
import { EntryList } from "./list";
import type { Run } from "./runs";
import { Timeline, type Tick, type TickKind } from "./timeline";
import { shade, SHADES, waits } from "./waits";
import { Words } from "./words";
import { instantOf, wallClock } from "./zone";

/** Milliseconds that an entry stays, at single speed. */
const PACE = 700;
const SPEEDS = [0.5, 1, 2, 5, 20];
const TICK_SHAPES: Record<TickKind, string> = { consent: "circle", disclosure: "diamond", deadline: "triangle" };
const MOST_EVENTS = 1000;

let players = 0;

/** Plays the history of one case: its diagram, the line of time, the entry and the state after it, and all entries as a list. */
export class Player {
  readonly element: HTMLElement;
  readonly timeline: Timeline;
  readonly fold: Fold;
  private readonly words: Words;
  private readonly id = `replay-${++players}`;
  private readonly diagrams: Diagrams;
  private readonly list: EntryList;
  private readonly ticks: Tick[];
  private readonly slow = matchMedia("(prefers-reduced-motion: reduce)");
  private step = 0;
  private drawnStep = -1;
  private timer: number | undefined;
  private speed = 1;
  private pinned: Run | undefined;
  private hot = false;
  private frame = 0;
  private shownFacts = "";
  private shownTasks = "";
  private shownReaders: unknown;
  private shownRun = "";

  private readonly slider: HTMLInputElement;
  private readonly position = h("p", { class: "position" });
  private readonly spoken = h("p", { class: "visually-hidden", role: "status" });
  private readonly playButton: HTMLButtonElement;
  private readonly path = h("ol", { class: "path" });
  private readonly choice: HTMLSelectElement;
  private readonly follow: HTMLInputElement;
  private readonly fault = h("p", { class: "refusal", role: "alert", hidden: true });
  private readonly details = h("dl", { class: "facts-list" });
  private readonly entryTitle = h("h3");
  private readonly tasks = h("div");
  private readonly deadlines = h("div");
  private readonly facts = h("div");
  private readonly readers = h("div");

  constructor(
    private readonly history: History,
    language: string,
    private readonly moved: (step: number) => void,
  ) {
    this.words = new Words(history, language);
    this.fold = new Fold(history.entries);
    this.timeline = new Timeline(history.entries);
    this.ticks = this.timeline.ticks();
    const { words, id } = this;
    const say = (key: string, ...values: (string | number)[]): string => words.say(key, ...values);

    this.slider = h("input", {
      type: "range",
      class: "slider",
      min: 0,
      max: this.fold.steps,
      step: 1,
      value: 0,
      "aria-label": say("slider"),
      input: () => this.go(this.slider.valueAsNumber),
    });
    this.playButton = h("button", { type: "button", class: "play", click: () => this.toggle() });
    const speed = h(
      "select",
      { id: `${id}-speed`, change: () => this.pace(Number(speed.value)) },
      ...SPEEDS.map((each) => h("option", { value: each, selected: each === 1 }, say("speed.times", words.days(each)))),
    );
    const controls = h(
      "div",
      { class: "controls", role: "group", "aria-label": say("controls") },
      signButton("first", say("first"), () => this.go(0)),
      signButton("previous", say("previous"), () => this.go(this.step - 1)),
      this.playButton,
      signButton("next", say("next"), () => this.forward()),
      signButton("last", say("last"), () => this.go(this.fold.steps)),
      h("label", { for: `${id}-speed` }, say("speed")),
      speed,
      this.position,
    );

    const wide = matchMedia("(min-width: 60rem)").matches;
    const room = h("div", { class: "room" });
    this.choice = h("select", { id: `${id}-process`, change: () => this.pin(this.fold.runs.get(this.choice.value)) });
    this.follow = h("input", {
      type: "checkbox",
      id: `${id}-follow`,
      checked: true,
      change: () => this.pin(this.follow.checked ? undefined : this.run()),
    });
    const heat = h("input", { type: "checkbox", id: `${id}-heat`, role: "switch", change: () => this.heat(heat.checked) });
    const view = h(
      "div",
      { class: "view no-print" },
      h("label", { for: `${id}-process` }, say("process")),
      this.choice,
      h("span", { class: "check" }, this.follow, h("label", { for: `${id}-follow` }, say("follow"))),
      h("span", { class: "check" }, heat, h("label", { for: `${id}-heat` }, say("heat"))),
      h(
        "span",
        { class: "zoom", role: "group", "aria-label": say("zoom") },
        signButton("smaller", say("zoom.smaller"), () => this.diagrams.zoom(1 / 1.25)),
        signButton("larger", say("zoom.larger"), () => this.diagrams.zoom(1.25)),
        signButton("whole", say("zoom.whole"), () => this.diagrams.fit(true)),
      ),
    );
    this.diagrams = new Diagrams(room);
    this.list = new EntryList(history.entries, words, id, (step) => this.go(step));

    this.element = h(
      "section",
      { class: "player", "aria-labelledby": id },
      h("header", { class: "player-head" }, h("h2", { id, class: "ref" }, history.case), this.banner()),
      this.fault,
      controls,
      h("div", { class: "line" }, this.slider, this.strip()),
      this.jumps(),
      h(
        "div",
        { class: "stage" },
        h(
          "div",
          { class: "diagram" },
          h("nav", { "aria-label": `${say("path")} ${history.case}` }, this.path),
          view,
          room,
          this.legend(),
        ),
        this.list.element,
        h("div", { class: "card now" }, this.entryTitle, this.details),
        h(
          "div",
          { class: "card state", tabindex: 0, role: "region", "aria-labelledby": `${id}-state ${id}` },
          h("h3", { id: `${id}-state` }, say("state")),
          h("h4", {}, say("state.tasks")),
          this.tasks,
          h("h4", {}, say("state.deadlines")),
          this.deadlines,
          h("details", { open: wide }, h("summary", {}, say("state.facts")), this.facts),
          history.readers &&
            h(
              "details",
              { open: wide },
              h("summary", {}, say("state.readers")),
              h("p", { class: "quiet" }, say("state.readers.meaning")),
              this.readers,
            ),
        ),
      ),
      this.waiting(),
      this.spoken,
    );
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.playSign();
    this.runsChosen();
  }

  get at(): number {
    return this.step;
  }

  /** To the state after this entry. */
  go(step: number): void {
    this.stop();
    this.to(step);
    this.announce();
  }

  /** One entry on, as a play does it: the token is seen to run. */
  private forward(): void {
    this.stop();
    this.to(this.step + 1, PACE / 2);
    this.announce();
  }

  private to(step: number, motion = 0): void {
    const wanted = Math.max(0, Math.min(Math.round(step), this.fold.steps));
    if (wanted === this.step && this.drawnStep === wanted) return;
    this.step = wanted;
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw(motion);
    });
    this.moved(wanted);
  }

  private toggle(): void {
    if (this.timer !== undefined) {
      this.stop();
      return;
    }
    if (this.step === this.fold.steps) this.to(0);
    this.timer = window.setInterval(() => this.tick(), PACE / this.speed);
    this.playSign();
  }

  private tick(): void {
    if (this.step >= this.fold.steps) this.stop();
    else this.to(this.step + 1, (PACE / this.speed) * 0.9);
  }

  private stop(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.playSign();
    this.announce();
  }

  private pace(speed: number): void {
    this.speed = speed;
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = window.setInterval(() => this.tick(), PACE / speed);
  }

  private playSign(): void {
    const playing = this.timer !== undefined;
    this.playButton.replaceChildren(drawn(playing ? "pause" : "play"), this.words.say(playing ? "pause" : "play"));
  }

  /** Arrows, Home, End and the space bar, wherever they do not mean something else. */
  key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.target as HTMLElement;
    if (target.closest("select, input:not([type=range]), textarea")) return;
    const here = target.closest(".entries-window") !== null;
    const steps: Record<string, () => void> = {
      ArrowRight: () => this.forward(),
      ArrowLeft: () => this.go(this.step - 1),
      Home: () => this.go(0),
      End: () => this.go(this.fold.steps),
      " ": () => this.toggle(),
    };
    const act = steps[event.key];
    if (!act || (event.key === " " && target.closest("button, a, summary")) || (here && event.key === " ")) return;
    event.preventDefault();
    act();
  }

  private entry(): Entry | undefined {
    return this.history.entries[this.step - 1];
  }

  private inWords(entry: Entry): string {
    const what = this.words.type(entry.type);
    const element = this.words.element(entry.process, entry.element);
    return element ? this.words.say("entry.of", what, element) : what;
  }

  private announce(): void {
    const entry = this.entry();
    this.spoken.textContent = entry
      ? this.words.say("spoken", entry.seq, this.fold.steps, this.words.stamp(entry.time), this.inWords(entry))
      : this.words.say("before");
  }

  private draw(motion: number): void {
    const { step, words } = this;
    const state = this.fold.at(step);
    const entry = this.entry();
    const place = words.say("position", step, this.fold.steps);
    this.position.textContent = entry ? `${place} · ${words.stamp(entry.time)} ${words.zone}` : place;
    this.slider.value = String(step);
    this.slider.setAttribute("aria-valuetext", entry ? `${place}, ${words.stamp(entry.time)}, ${this.inWords(entry)}` : words.say("before"));
    this.showEntry(entry);
    this.showState(state);
    this.list.show(step);
    this.showRun(motion);
    this.drawnStep = step;
  }

  // The diagram

  /** The run that is seen: the one pinned, or that of the entry; where the entry has none, the last one before it. */
  private run(): Run | undefined {
    if (this.pinned) return this.pinned;
    for (let step = this.step; step > 0 && step > this.step - 500; step--) {
      const run = this.fold.runs.of(step);
      if (run) return run;
    }
    return this.fold.runs.all[0];
  }

  private pin(run: Run | undefined): void {
    this.pinned = run;
    this.follow.checked = run === undefined;
    this.showRun(0);
  }

  private runName(run: Run): string {
    const several = this.fold.runs.all.some((other) => other.process === run.process && other !== run);
    const name = this.words.process(run.process);
    return several ? this.words.say("process.number", name, run.number) : name;
  }

  private runsChosen(): void {
    this.choice.replaceChildren(...this.fold.runs.all.map((run) => h("option", { value: run.id }, this.runName(run))));
  }

  private model(state: State): Model | undefined {
    const { models } = this.history;
    return models.find((model) => model.hash === state.model?.hash) ?? (state.model ? undefined : models[0]);
  }

  private showRun(motion: number): void {
    const run = this.run();
    if (!run) return;
    const state = this.fold.at(this.step);
    const model = this.model(state);
    if (this.shownRun !== run.id) {
      this.shownRun = run.id;
      this.choice.value = run.id;
      const path = this.fold.runs.path(run);
      this.path.replaceChildren(
        ...path.map((each) =>
          each === run
            ? h("li", { "aria-current": "location" }, this.runName(each))
            : h("li", {}, h("button", { type: "button", class: "button-link", click: () => this.pin(each) }, this.runName(each))),
        ),
      );
    }
    if (!model?.processes[run.process]) {
      this.wrong(this.words.say("model.missing"));
      return;
    }
    const seen = this.diagrams.seen(model, run.process);
    if (seen) this.paint(seen, run, motion);
    else
      this.diagrams.show(model, run.process, this.words.say("diagram", this.runName(run))).then(
        (sheet) => {
          if (!sheet) return;
          this.wrong(undefined);
          const now = this.run();
          if (now) this.paint(sheet, now, 0);
        },
        () => this.wrong(this.words.say("model.missing")),
      );
  }

  private wrong(text: string | undefined): void {
    this.fault.hidden = text === undefined;
    if (text !== undefined) this.fault.textContent = text;
  }

  private paint(sheet: Sheet, run: Run, motion: number): void {
    const state = this.fold.at(this.step);
    const entry = this.entry();
    const here = this.fold.runs.of(this.step) === run;
    const element = here ? entry?.element : undefined;
    sheet.paint(state.elements.get(run.id), state.flows.get(run.id), element);
    sheet.heat(this.hot ? this.heats(run.process) : new Map());
    if (!this.pinned) sheet.reveal(element);
    if (motion > 0 && here && entry?.type === "flow" && element && !this.slow.matches) sheet.run(element, motion);
  }

  private heat(on: boolean): void {
    this.hot = on;
    this.element.classList.toggle("is-hot", on);
    this.showRun(0);
  }

  private heats(process: string): Map<string, { wait: number; words: string }> {
    return new Map(
      waits(this.history.entries)
        .filter((wait) => wait.process === process)
        .map((wait) => [wait.element, { wait: wait.median, words: this.words.length(wait.median) }]),
    );
  }

  private legend(): HTMLElement {
    const key = (standing: string, sign: SVGElement): HTMLElement =>
      h("li", {}, h("span", { class: `key key-${standing}`, "aria-hidden": "true" }, sign), this.words.say(`legend.${standing}`));
    const box = (): SVGElement => svg("svg", { viewBox: "0 0 34 20" }, svg("rect", { x: 2, y: 3, width: 30, height: 14, rx: 3 }));
    const line = (): SVGElement => svg("svg", { viewBox: "0 0 34 20" }, svg("path", { d: "M2 10h30" }));
    const marked = (standing: string): SVGElement => {
      const drawing = box();
      const sign = svg("g", { class: `sign-${standing}`, transform: "translate(25 7) scale(.75)" }, svg("circle", { r: 9 }));
      if (standing === "active") sign.append(svg("circle", { r: 3.5, class: "dot" }));
      if (standing === "done") sign.append(svg("path", { d: "M-4.5 0.5L-1.5 4L4.5 -3.5" }));
      if (standing === "cancelled") sign.append(svg("path", { d: "M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5" }));
      drawing.append(sign);
      return drawing;
    };
    const bounds = SHADES.map((bound, at) =>
      h(
        "li",
        {},
        h("span", { class: `key heat-${at + 1}`, "aria-hidden": "true" }, box()),
        bound === Infinity ? this.words.say("legend.longer") : this.words.say("legend.up-to", this.words.length(bound)),
      ),
    );
    return h(
      "div",
      { class: "legend" },
      h(
        "ul",
        { "aria-label": this.words.say("legend") },
        key("active", marked("active")),
        key("done", marked("done")),
        key("cancelled", marked("cancelled")),
        key("waiting", box()),
        key("taken", line()),
        key("open", line()),
      ),
      h("ul", { class: "heat-legend", "aria-label": this.words.say("legend.heat") }, ...bounds),
    );
  }

  // The line of time

  private strip(): HTMLElement {
    const { words } = this;
    const steps = Math.max(1, this.fold.steps);
    const kinds = (["consent", "disclosure", "deadline"] as const).filter((kind) => this.ticks.some((tick) => tick.kind === kind));
    if (kinds.length === 0) return h("div");
    const rows = kinds.map((kind) => {
      const row = svg("svg", { class: `ticks ticks-${kind}`, "aria-hidden": "true", width: "100%", height: 14 });
      for (const tick of this.ticks) {
        if (tick.kind !== kind) continue;
        const mark = svg("svg", { x: `${(tick.step / steps) * 100}%`, y: 7, overflow: "visible", width: 1, height: 1 });
        mark.append(tickShape(kind));
        row.append(mark);
      }
      return h("div", { class: "tick-row" }, row);
    });
    const legend = h(
      "ul",
      { class: "tick-legend" },
      ...kinds.map((kind) =>
        h(
          "li",
          {},
          svg("svg", { viewBox: "-7 -7 14 14", width: 14, height: 14, class: `ticks ticks-${kind}`, "aria-hidden": "true" }, tickShape(kind)),
          words.say(`tick.${kind}`),
        ),
      ),
    );
    return h("div", { class: "strip" }, ...rows, legend);
  }

  private jumps(): HTMLElement {
    const { words, id } = this;
    const number = h("input", { type: "number", id: `${id}-number`, min: 0, max: this.fold.steps, required: true, inputmode: "numeric" });
    const time = h("input", { type: "datetime-local", id: `${id}-time`, step: 1, required: true });
    const first = this.history.entries[0];
    if (first) time.value = wallClock(Date.parse(first.time), words.zone);
    const events = h(
      "select",
      {
        id: `${id}-event`,
        change: () => {
          if (events.value) this.go(Number(events.value));
          events.value = "";
        },
      },
      h("option", { value: "" }, words.say("jump.choose")),
      ...this.ticks
        .slice(0, MOST_EVENTS)
        .map((tick) => h("option", { value: tick.step }, words.say("jump.event", tick.step, words.say(`tick.${tick.kind}`), this.inWords(tick.entry)))),
    );
    const form = (field: HTMLInputElement, label: string, step: () => number): HTMLElement =>
      h(
        "form",
        {
          class: "jump",
          submit: (event) => {
            event.preventDefault();
            this.go(step());
          },
        },
        h("label", { for: field.id }, label),
        field,
        h("button", { class: "button-quiet" }, words.say("jump.go")),
      );
    return h(
      "div",
      { class: "jumps no-print" },
      form(number, words.say("jump.number"), () => number.valueAsNumber),
      form(time, words.say("jump.time", words.zone), () => this.timeline.stepAt(instantOf(time.value, words.zone) + 999)),
      this.ticks.length > 0 && h("div", { class: "jump" }, h("label", { for: events.id }, words.say("jump.to-event")), events),
    );
  }

  private banner(): HTMLElement | undefined {
    const intact = this.history.intact;
    if (!intact) return undefined;
    const whole = intact.upTo >= this.fold.steps;
    return h(
      "p",
      { class: whole ? "notice" : "refusal" },
      this.words.say(whole ? "intact" : "broken", whole ? intact.upTo : intact.upTo + 1),
      intact.checkpoint ? ` ${this.words.say("checkpoint", this.words.stamp(intact.checkpoint), this.words.zone)}` : "",
    );
  }

  // Beside the diagram

  private showEntry(entry: Entry | undefined): void {
    const { words } = this;
    if (!entry) {
      this.entryTitle.textContent = words.say("before");
      this.details.replaceChildren();
      return;
    }
    this.entryTitle.textContent = `${entry.seq}. ${this.inWords(entry)}`;
    const rows: [string, Node | string | undefined][] = [
      ["time", h("time", { datetime: entry.time }, `${words.stamp(entry.time)} ${words.zone}`)],
      ["type", words.type(entry.type)],
      ["actor", entry.actor ?? (entry.process ? words.say("engine") : undefined)],
      ["agency", words.agency(entry.agency)],
      ["role", words.role(entry.role)],
      ["process", words.process(entry.process)],
      ["element", entry.element && elementInWords(words.element(entry.process, entry.element), entry.element)],
      ["facts", facts(entry.facts)],
      ["model", entry.version === undefined ? undefined : words.say("model", entry.version, (entry.model ?? "").slice(0, 12))],
      ["hash", entry.hash && h("code", { class: "hash" }, entry.hash)],
    ];
    this.details.replaceChildren(
      ...rows
        .filter(([, value]) => value !== undefined && value !== "")
        .map(([key, value]) => h("div", {}, h("dt", {}, words.say(`entry.${key}`)), h("dd", {}, value))),
    );
  }

  private showState(state: State): void {
    const { words } = this;
    const tasks = [...state.tasks.values()];
    const now = state.time === undefined ? 0 : Date.parse(state.time);
    const due = tasks.filter((task) => task.due !== undefined);
    const signature = `${tasks.map((task) => `${task.task} ${task.actor}`).join()}|${due.map((task) => Date.parse(task.due!) < now).join()}`;
    if (signature !== this.shownTasks) {
      this.shownTasks = signature;
      this.tasks.replaceChildren(
        tasks.length === 0
          ? h("p", { class: "quiet" }, words.say("state.none"))
          : h(
              "ul",
              { class: "bare open-tasks" },
              ...tasks.map((task) =>
                h(
                  "li",
                  {},
                  words.element(task.process, task.element),
                  h(
                    "span",
                    { class: "quiet" },
                    ` – ${words.role(task.role)}, `,
                    task.actor ? words.say("state.held", task.actor, words.agency(task.agency)) : words.say("state.free"),
                  ),
                ),
              ),
            ),
      );
      this.deadlines.replaceChildren(
        due.length === 0
          ? h("p", { class: "quiet" }, words.say("state.none"))
          : h(
              "ul",
              { class: "bare" },
              ...due
                .sort((one, other) => one.due!.localeCompare(other.due!))
                .map((task) => {
                  const missed = Date.parse(task.due!) < now;
                  return h(
                    "li",
                    {},
                    h("span", { class: missed ? "badge badge-urgent" : "badge" }, words.say(missed ? "deadline.missed" : "deadline.running")),
                    ` ${words.element(task.process, task.element)}: ${words.stamp(task.due!)}`,
                  );
                }),
            ),
      );
    }
    const known = JSON.stringify([...state.facts]);
    if (known !== this.shownFacts) {
      this.shownFacts = known;
      this.facts.replaceChildren(
        state.facts.size === 0
          ? h("p", { class: "quiet" }, words.say("state.none"))
          : h(
              "dl",
              { class: "facts-list facts-known facts-here" },
              ...[...state.facts].sort(([one], [other]) => one.localeCompare(other)).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
            ),
      );
    }
    const readers = this.history.readers && lastUpTo(this.history.readers, (each) => each.from, this.step);
    if (this.history.readers && readers !== this.shownReaders) {
      this.shownReaders = readers;
      this.readers.replaceChildren(
        h(
          "dl",
          { class: "facts-list facts-known" },
          ...(readers?.readers ?? []).map((reading) =>
            h(
              "div",
              {},
              h("dt", {}, words.dataClass(reading.class)),
              h("dd", {}, reading.who.length === 0 ? words.say("state.nobody") : reading.who.map((who) => words.who(who)).join(", ")),
            ),
          ),
        ),
      );
    }
  }

  private waiting(): HTMLElement {
    const { words, id } = this;
    const all = waits(this.history.entries);
    const title = h("summary", {}, words.say("waits"));
    if (all.length === 0) return h("details", {}, title, h("p", { class: "quiet" }, words.say("state.none")));
    return h(
      "details",
      { class: "waits" },
      title,
      h("p", { class: "quiet", id: `${id}-waits` }, words.say("waits.meaning")),
      h(
        "div",
        { class: "table-wrap", tabindex: 0, role: "region", "aria-labelledby": `${id}-waits ${id}` },
        h(
          "table",
          {},
          h("thead", {}, h("tr", {}, ...["element", "process", "times", "median", "longest"].map((key) => h("th", { scope: "col" }, words.say(`waits.${key}`))))),
          h(
            "tbody",
            {},
            ...all.map((wait) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, words.element(wait.process, wait.element)),
                h("td", {}, words.process(wait.process)),
                h("td", {}, String(wait.times)),
                h("td", {}, h("span", { class: `degree heat-${shade(wait.median)}` }, words.length(wait.median))),
                h("td", {}, words.length(wait.longest)),
              ),
            ),
          ),
        ),
      ),
    );
  }
}

function elementInWords(name: string, id: string): Node {
  return name === id ? h("code", {}, id) : h("span", {}, `${name} `, h("code", { class: "quiet" }, id));
}

function facts(all: Record<string, string> | undefined): string {
  return Object.entries(all ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
    .join("; ");
}

function tickShape(kind: TickKind): SVGElement {
  switch (TICK_SHAPES[kind]) {
    case "circle":
      return svg("circle", { r: 4.5 });
    case "diamond":
      return svg("path", { d: "M0 -6L6 0L0 6L-6 0z" });
    default:
      return svg("path", { d: "M0 -6L6 5H-6z" });
  }
}
