import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { svg } from "./dom";
import type { Passing } from "./fold";
import type { Model } from "./history";
import { shade } from "./waits";

interface Point {
  x: number;
  y: number;
}

interface Shape extends Point {
  id: string;
  type: string;
  width: number;
  height: number;
  waypoints?: Point[];
  labelTarget?: unknown;
  children?: Shape[];
}

interface Canvas {
  zoom(level: number | "fit-viewport", centre?: "auto" | Point): number;
  viewbox(box?: { x: number; y: number; width: number; height: number }): {
    x: number;
    y: number;
    width: number;
    height: number;
    scale: number;
    inner: { x: number; y: number; width: number; height: number };
  };
  getLayer(name: string, index: number): SVGGElement;
  resized(): void;
}

interface Registry {
  forEach(each: (element: Shape, graphics: SVGElement) => void): void;
  get(id: string): Shape | undefined;
}

/** Below this nobody can read the names on the diagram: better to see a part of it. */
const SMALLEST = 0.75;

const DONE = "M-4.5 0.5L-1.5 4L4.5 -3.5";
const CANCELLED = "M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5";

type Standing = "active" | "done" | "cancelled" | "waiting";

/** The diagram of one process of one set of models, on which a case is drawn. */
export class Sheet {
  private readonly canvas: Canvas;
  private readonly registry: Registry;
  private readonly layer: SVGGElement;
  private readonly graphics = new Map<string, SVGElement>();
  private readonly shapes: Shape[] = [];
  private readonly flows: Shape[] = [];
  private readonly standing = new Map<string, string>();
  private readonly signs = new Map<string, SVGGElement>();
  private readonly heats = new Map<string, SVGGElement>();
  private current?: string;

  constructor(
    readonly box: HTMLElement,
    viewer: NavigatedViewer,
    name: string,
  ) {
    this.canvas = viewer.get<Canvas>("canvas");
    this.registry = viewer.get<Registry>("elementRegistry");
    this.layer = this.canvas.getLayer("replay", 100);
    const root = box.querySelector<SVGSVGElement>(".djs-container > svg");
    root?.setAttribute("role", "img");
    root?.setAttribute("aria-label", name);
    this.registry.forEach((element, graphics) => {
      if (element.labelTarget) return;
      if (element.waypoints && element.type === "bpmn:SequenceFlow") this.flows.push(element);
      else if (!element.waypoints && SHAPES.test(element.type)) this.shapes.push(element);
      else return;
      this.graphics.set(element.id, graphics);
    });
  }

  fit(whole: boolean): void {
    this.canvas.resized();
    const level = this.canvas.zoom("fit-viewport", "auto");
    if (!whole && level < SMALLEST) {
      const { inner } = this.canvas.viewbox();
      this.canvas.zoom(SMALLEST, { x: 0, y: 0 });
      const box = this.canvas.viewbox();
      this.canvas.viewbox({ x: inner.x - 20, y: inner.y - 20, width: box.width, height: box.height });
    }
    if (level > 1) {
      this.canvas.zoom(1, "auto");
    }
  }

  zoom(factor: number): void {
    this.canvas.zoom(Math.min(4, Math.max(0.1, this.canvas.viewbox().scale * factor)), "auto");
  }

  /** Brings the element into view, if it is not. */
  reveal(id: string | undefined): void {
    const element = id === undefined ? undefined : this.registry.get(id);
    if (!element) return;
    const at = element.waypoints ? middle(element.waypoints) : { x: element.x + element.width / 2, y: element.y + element.height / 2 };
    const { x, y, width, height } = this.canvas.viewbox();
    const margin = Math.min(60, width / 8, height / 8);
    const inside = at.x > x + margin && at.x < x + width - margin && at.y > y + margin && at.y < y + height - margin;
    if (!inside) this.canvas.viewbox({ x: at.x - width / 2, y: at.y - height / 2, width, height });
  }

  /** Draws where the run stands; touches only what has changed since the last time. */
  paint(elements: ReadonlyMap<string, Passing> | undefined, taken: ReadonlySet<string> | undefined, current: string | undefined): void {
    for (const shape of this.shapes) {
      const passing = elements?.get(shape.id);
      const standing: Standing = !passing
        ? "waiting"
        : passing.active > 0
          ? "active"
          : passing.done > 0
            ? "done"
            : passing.cancelled > 0
              ? "cancelled"
              : "waiting";
      this.stand(shape, standing, passing?.active ?? 0);
    }
    for (const flow of this.flows) {
      const standing = taken?.has(flow.id) ? "taken" : "open";
      if (this.standing.get(flow.id) === standing) continue;
      this.standing.set(flow.id, standing);
      this.graphics.get(flow.id)!.classList.toggle("is-taken", standing === "taken");
      this.graphics.get(flow.id)!.classList.toggle("is-open", standing === "open");
    }
    if (this.current !== current) {
      if (this.current) this.graphics.get(this.current)?.classList.remove("is-current");
      if (current) this.graphics.get(current)?.classList.add("is-current");
      this.current = current;
    }
  }

  private stand(shape: Shape, standing: Standing, tokens: number): void {
    const key = standing === "active" ? `active ${tokens}` : standing;
    const before = this.standing.get(shape.id);
    if (before === key) return;
    this.standing.set(shape.id, key);
    const { classList } = this.graphics.get(shape.id)!;
    classList.remove("is-active", "is-done", "is-cancelled", "is-waiting");
    classList.add(`is-${standing}`);
    this.signs.get(shape.id)?.remove();
    this.signs.delete(shape.id);
    if (standing === "waiting") return;
    const sign = svg("g", {
      class: `sign-${standing}`,
      transform: `translate(${shape.x + shape.width - 4} ${shape.y + 4})`,
    });
    sign.append(svg("circle", { r: 9 }));
    if (standing === "done") sign.append(svg("path", { d: DONE }));
    if (standing === "cancelled") sign.append(svg("path", { d: CANCELLED }));
    if (standing === "active") {
      if (tokens > 1) {
        const count = svg("text", { "text-anchor": "middle", y: 4 });
        count.textContent = String(tokens);
        sign.append(count);
      } else sign.append(svg("circle", { r: 3.5, class: "dot" }));
    }
    this.layer.append(sign);
    this.signs.set(shape.id, sign);
  }

  /** Draws how long each task waited; nothing where there is no wait. */
  heat(waits: ReadonlyMap<string, { wait: number; words: string }>): void {
    for (const shape of this.shapes) {
      const graphics = this.graphics.get(shape.id)!;
      for (let at = 1; at <= 5; at++) graphics.classList.remove(`heat-${at}`);
      this.heats.get(shape.id)?.remove();
      this.heats.delete(shape.id);
      const known = waits.get(shape.id);
      if (!known) continue;
      const degree = shade(known.wait);
      graphics.classList.add(`heat-${degree}`);
      const label = svg("g", {
        class: `heat-label heat-${degree}`,
        transform: `translate(${shape.x + shape.width / 2} ${shape.y + shape.height})`,
      });
      const text = svg("text", { "text-anchor": "middle", y: 4 });
      text.textContent = known.words;
      const width = known.words.length * 6.2 + 12;
      label.append(svg("rect", { x: -width / 2, y: -9, width, height: 18, rx: 4 }), text);
      this.layer.append(label);
      this.heats.set(shape.id, label);
    }
  }

  /** Lets a token run along the flow. */
  run(flow: string, milliseconds: number): void {
    const points = this.registry.get(flow)?.waypoints;
    if (!points) return;
    const token = svg("circle", { r: 7, class: "token" });
    this.layer.append(token);
    let begin: number | undefined;
    const move = (now: number): void => {
      begin ??= now;
      const part = Math.min(1, (now - begin) / milliseconds);
      const at = along(points, part);
      token.setAttribute("cx", String(at.x));
      token.setAttribute("cy", String(at.y));
      if (part < 1) requestAnimationFrame(move);
      else token.remove();
    };
    requestAnimationFrame(move);
  }
}

const SHAPES = /Task$|Event$|Gateway$|SubProcess$|CallActivity$|^bpmn:Transaction$/;

function middle(points: readonly Point[]): Point {
  return along(points, 0.5);
}

/** The point at this part (0 to 1) of the way. */
export function along(points: readonly Point[], part: number): Point {
  const lengths = points.slice(1).map((to, at) => Math.hypot(to.x - points[at]!.x, to.y - points[at]!.y));
  let left = part * lengths.reduce((sum, length) => sum + length, 0);
  for (let at = 0; at < lengths.length; at++) {
    const length = lengths[at]!;
    if (left <= length && length > 0) {
      const from = points[at]!;
      const to = points[at + 1]!;
      return { x: from.x + ((to.x - from.x) * left) / length, y: from.y + ((to.y - from.y) * left) / length };
    }
    left -= length;
  }
  return points[points.length - 1]!;
}

/** The diagrams of a case, one visible. Each is read once and kept. */
export class Diagrams {
  private readonly sheets = new Map<string, Promise<Sheet>>();
  private shown?: Sheet;
  private shownKey = "";
  private wanted = "";
  private whole = false;

  constructor(private readonly room: HTMLElement) {
    new ResizeObserver(() => this.shown?.fit(this.whole)).observe(room);
  }

  /** The sheet of the process, or undefined if another one was asked for meanwhile. */
  async show(model: Model, process: string, name: string): Promise<Sheet | undefined> {
    const key = `${model.hash} ${process}`;
    this.wanted = key;
    let sheet = this.sheets.get(key);
    if (!sheet) this.sheets.set(key, (sheet = this.read(model, process, name)));
    const ready = await sheet;
    if (this.wanted !== key) return undefined;
    if (this.shown !== ready) {
      if (this.shown) this.shown.box.hidden = true;
      ready.box.hidden = false;
      this.shown = ready;
      this.shownKey = key;
      ready.fit(this.whole);
    }
    return ready;
  }

  /** The sheet that is seen now, if it is this process's: without waiting. */
  seen(model: Model, process: string): Sheet | undefined {
    return this.shownKey === `${model.hash} ${process}` && this.wanted === this.shownKey ? this.shown : undefined;
  }

  zoom(factor: number): void {
    this.shown?.zoom(factor);
  }

  fit(whole: boolean): void {
    this.whole = whole;
    this.shown?.fit(whole);
  }

  private async read(model: Model, process: string, name: string): Promise<Sheet> {
    const source = model.processes[process];
    if (source === undefined) throw new Error(`The models ${model.version} have no process ${process}`);
    const xml = source.trimStart().startsWith("<") ? source : await fetched(source);
    const box = document.createElement("div");
    box.className = "sheet";
    this.room.append(box);
    const viewer = new NavigatedViewer({
      container: box,
      zoomScroll: { enabled: false }, // the wheel scrolls the page
      bpmnRenderer: { defaultFillColor: "var(--surface)", defaultStrokeColor: "var(--text)", defaultLabelColor: "var(--text)" },
    } as ConstructorParameters<typeof NavigatedViewer>[0]);
    await viewer.importXML(xml);
    const sheet = new Sheet(box, viewer, name);
    if (this.wanted !== `${model.hash} ${process}`) box.hidden = true;
    return sheet;
  }
}

async function fetched(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}
