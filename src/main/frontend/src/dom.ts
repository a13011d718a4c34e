type Child = Node | string | undefined | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

/** An element with attributes (a function is a listener; undefined and false leave one out) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false && child !== ""));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
  ...children: Node[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A button with a sign; what it does is its name. */
export function signButton(sign: keyof typeof SIGNS, name: string, press: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: "sign", title: name, "aria-label": name, click: press }, drawn(sign));
}

const SIGNS = {
  first: "M3 3v14M17 3L6 10l11 7z",
  previous: "M15 3L5 10l10 7z",
  play: "M5 3l12 7-12 7z",
  pause: "M5 3h3v14H5zM12 3h3v14h-3z",
  next: "M5 3l10 7-10 7z",
  last: "M17 3v14M3 3l11 7-11 7z",
  larger: "M10 3v14M3 10h14",
  smaller: "M3 10h14",
  whole: "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5",
} as const;

export function drawn(sign: keyof typeof SIGNS): SVGSVGElement {
  return svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: `drawn drawn-${sign}` }, svg("path", { d: SIGNS[sign] }));
}
