import { byId } from "../dom";
import { arrange } from "./layout";
import type { OwnMedia } from "./own-media";
import { type Person, wordOnTile } from "./person";
import { type Shown, Tile } from "./tile";

/** One's own tile stands beside those of the others. */
export const OWN = "own";

/** All pictures, as large as the place allows. */
export class Tiles {
  readonly #place = byId("tiles", HTMLElement);
  readonly #box = byId("stage", HTMLElement);
  readonly #tiles = new Map<string, Tile>();

  constructor() {
    new ResizeObserver(() => this.#arrange()).observe(this.#box);
    // Whatever could not play yet may do so now.
    document.addEventListener("click", () => this.#playAll());
  }

  show(name: string, media: OwnMedia, people: readonly Person[]): void {
    const all = new Map<string, Shown>([[OWN, own(name, media)]]);
    for (const person of people) {
      all.set(person.id, other(person));
    }
    for (const [id, tile] of this.#tiles) {
      if (!all.has(id)) {
        tile.remove();
        this.#tiles.delete(id);
      }
    }
    for (const [id, shown] of all) {
      this.#tile(id).show(shown);
    }
    this.#arrange();
  }

  speaks(id: string, speaks: boolean): void {
    this.#tiles.get(id)?.speaks(speaks);
  }

  clear(): void {
    for (const tile of this.#tiles.values()) {
      tile.remove();
    }
    this.#tiles.clear();
  }

  #tile(id: string): Tile {
    let tile = this.#tiles.get(id);
    if (tile === undefined) {
      tile = new Tile(id === OWN);
      this.#tiles.set(id, tile);
      this.#place.append(tile.element);
    }
    return tile;
  }

  #arrange(): void {
    const style = getComputedStyle(this.#box);
    const gap = Number.parseFloat(getComputedStyle(this.#place).columnGap) || 0;
    const width = this.#box.clientWidth - 2 * Number.parseFloat(style.paddingInlineStart);
    const height = this.#box.clientHeight - 2 * Number.parseFloat(style.paddingBlockStart);
    const layout = arrange(Math.max(1, this.#tiles.size), width, height, gap);
    const set = (name: string, value: number) =>
      this.#place.style.setProperty(`--${name}`, `${value}px`);
    set("tile-width", layout.width);
    set("tile-height", layout.height);
    set("tiles-width", layout.columns * (layout.width + gap) - gap);
  }

  #playAll(): void {
    byId("sound-blocked", HTMLElement).hidden = true;
    for (const video of this.#place.querySelectorAll("video")) {
      if (video.paused && video.srcObject !== null) {
        video.play().catch(() => undefined);
      }
    }
  }
}

function own(name: string, media: OwnMedia): Shown {
  return {
    name,
    note: media.sharing ? "(your screen)" : "(you)",
    word: "",
    audioMuted: media.audioMuted || !media.has("audio"),
    stream: media.stream,
    hasPicture: media.visible,
    mirrored: media.mirrored,
    whole: media.sharing,
    state: "own",
  };
}

function other(person: Person): Shown {
  return {
    name: person.name,
    note: "",
    word: wordOnTile(person),
    audioMuted: person.audioMuted,
    stream: person.stream,
    hasPicture: person.stream !== null && person.hasVideo && !person.videoMuted,
    mirrored: false,
    whole: undefined,
    state: person.call ?? "",
  };
}
