import "./evidence.css";
import { h } from "./dom";
import type { History } from "./history";
import { Player } from "./player";

/** The player in the page of an evidence bundle: everything is in the page, nothing is fetched. */
const source = document.getElementById("nrm-history");
if (source) {
  const history = JSON.parse(source.textContent ?? "") as History;
  let waiting = 0;
  const player = new Player(history, document.documentElement.lang || "en", (step) => {
    clearTimeout(waiting);
    // Of a file's address only the part behind # may change.
    waiting = window.setTimeout(() => window.history.replaceState(null, "", `#step=${step}`), 250);
  });
  const place = document.getElementById("nrm-replay") ?? document.body.appendChild(h("main", { id: "nrm-replay" }));
  place.append(player.element);
  player.go(Number(/^#step=(\d+)$/.exec(location.hash)?.[1] ?? 0));
}
