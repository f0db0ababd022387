import { byId } from "../dom";
import type { Listed, ServerFacts } from "./api";
import { latestOf } from "./figures";
import { bitrateText, counted, numberText, sizeText, timeText } from "./words";

/** The server at one sight. */
export function showTiles(server: ServerFacts, running: readonly Listed[]): void {
  const { history } = server;
  const sum = (figure: string) =>
    running.reduce((all, { latest }) => all + (latest[figure] ?? 0), 0);
  tile("broadcasts", String(running.length));
  tile(
    "traffic",
    running.length === 0 ? "" : `${bitrateText(sum("in"))} in, ${bitrateText(sum("out"))} out`,
  );
  tile("users", server.users.toLocaleString("en"));
  tile("rooms", `in ${counted(server.rooms, "room")}`);
  tile("cpu", numberText(latestOf(history, "cpu"), " %"));
  tile(
    "process",
    `server ${numberText(latestOf(history, "process"), " %", 1)} of ${counted(server.processors, "core")}`,
  );
  tile("memory", sizeText(latestOf(history, "memory") ?? latestOf(history, "heap")));
  tile("heap", `heap ${sizeText(latestOf(history, "heap"))}`);
  tile("transcoders", `${server.transcoders} of ${server.maxTranscoders}`);
  tile("uptime", `up for ${timeText(server.uptime)}`);
}

function tile(name: string, text: string): void {
  const element = byId(`tile-${name}`, HTMLElement);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
