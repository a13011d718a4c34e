import "./replay.css";
import { h } from "./dom";
import type { History } from "./history";
import { Player } from "./player";
import { Words } from "./words";

/** Milliseconds without a move before the address is changed: a browser allows only so many changes. */
const REST = 250;

/** `<div id="replay" data-history="address" [data-with="address"]>` of the page becomes one player, or two side by side. */
async function open(place: HTMLElement): Promise<void> {
  const addresses = [place.dataset.history, place.dataset.with].filter((address) => address !== undefined && address !== "") as string[];
  const histories = await Promise.all(addresses.map(read));
  const language = document.documentElement.lang || "en";
  const players = histories.map((history, at) => new Player(history, language, (step) => remember(at === 0 ? "step" : "with-step", step)));
  place.replaceChildren(
    ...(players.length > 1 ? [together(players, new Words(histories[0]!, language))] : []),
    h("div", { class: players.length > 1 ? "players side-by-side" : "players" }, ...players.map((player) => player.element)),
  );
  place.removeAttribute("aria-busy");
  const asked = new URLSearchParams(location.search);
  players.forEach((player, at) => {
    const step = asked.get(at === 0 ? "step" : "with-step");
    player.go(step === null || !/^\d+$/.test(step) ? 0 : Number(step));
  });
  // Before anything has the focus, the keys are the first player's.
  document.addEventListener("keydown", (event) => {
    if (event.target === document.body || (event.target as Element).id === "main") players[0]?.key(event);
  });
}

/** One slider for two cases: as many days after its beginning each. */
function together(players: Player[], words: Words): HTMLElement {
  const longest = Math.max(...players.map((player) => player.timeline.length));
  const said = h("output", { for: "replay-days" });
  const slider = h("input", {
    type: "range",
    id: "replay-days",
    min: 0,
    max: Math.ceil(longest * 100) / 100 || 1,
    step: 0.01,
    value: 0,
    input: () => {
      const days = slider.valueAsNumber;
      players.forEach((player) => player.go(player.timeline.stepAtDay(days)));
      said.textContent = words.say("both.days", words.days(days));
      slider.setAttribute("aria-valuetext", said.textContent);
    },
  });
  said.textContent = words.say("both.days", "0");
  return h("div", { class: "both no-print" }, h("label", { for: "replay-days" }, words.say("both")), slider, said);
}

let waiting = 0;
const steps: Record<string, number> = {};

/** The step stands in the address, so that it can be sent on; the list of pages visited stays as it is. */
function remember(name: string, step: number): void {
  steps[name] = step;
  clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    const address = new URL(location.href);
    for (const [key, value] of Object.entries(steps)) address.searchParams.set(key, String(value));
    history.replaceState(history.state, "", address);
  }, REST);
}

async function read(address: string): Promise<History> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as History;
}

const place = document.getElementById("replay");
if (place)
  open(place).catch(() => {
    place.removeAttribute("aria-busy");
    place.replaceChildren(h("p", { class: "refusal", role: "alert" }, place.dataset.failed));
  });
