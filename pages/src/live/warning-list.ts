import { byId } from "../dom";
import { type Sent, warnings } from "./platforms";
import type { Picture } from "./wishes";

/** What the platforms would not like, told before going live; it keeps nobody from it. */
export class WarningList {
  readonly #list = byId("warnings", HTMLElement);

  /** @param destinations what each of them gets; none: nothing to warn of */
  show(destinations: readonly { address: string; sent: Sent }[]): void {
    const texts = new Set(destinations.flatMap(({ address, sent }) => warnings(address, sent)));
    const shown = [...this.#list.children].map(({ textContent }) => textContent);
    if (shown.join() !== [...texts].join()) {
      this.#list.replaceChildren(
        ...[...texts].map((text) => {
          const item = document.createElement("li");
          item.textContent = text;
          return item;
        }),
      );
    }
  }
}

/** What the page is about to send of that stream. */
export function sentOf(
  stream: MediaStream | null,
  bitrate: number,
  keyframeInterval: number | undefined,
): Sent {
  const { frameRate = 0 } = stream?.getVideoTracks()[0]?.getSettings() ?? {};
  return {
    sound: (stream?.getAudioTracks().length ?? 0) > 0,
    ...{ bitrate, ...pictureOf(stream), framerate: frameRate },
    ...(keyframeInterval !== undefined && { keyframeInterval }),
  };
}

/** What the stream's camera gives. */
export function pictureOf(stream: MediaStream | null): Picture {
  const { width = 0, height = 0 } = stream?.getVideoTracks()[0]?.getSettings() ?? {};
  return { width, height };
}
