import { asBoolean, asOptionalText } from "./arguments";
import { ErrorCode, RtcError } from "./errors";
import type { ShowConfig } from "./types";

/** A page's wish where to show a preview. */
export interface Place {
  readonly element: HTMLVideoElement | null;
  readonly inline: boolean;
}

export function placeOf(config: ShowConfig): Place {
  const element = elementOf(config);
  return { element, inline: asBoolean(config.useWebView ?? false, "config.useWebView") };
}

/** The page's element that shows the preview, if it is not shown by the page itself. */
export class Stage {
  #element: HTMLVideoElement | null = null;

  /** Without an element in the place, the stream stays where it is. */
  show(stream: MediaStream, { element, inline }: Place): void {
    if (element === null) {
      return;
    }
    if (this.#element !== element) {
      this.clear();
    }
    this.#element = element;
    element.muted = true; // One's own voice comes back as an echo.
    element.autoplay = true;
    if (inline) {
      element.playsInline = true;
      element.setAttribute("playsinline", ""); // Firefox doesn't reflect it.
    }
    if (element.srcObject !== stream) {
      element.srcObject = stream;
    }
    // Refused only while the page is hidden or by a newer srcObject; autoplay catches up.
    element.play().catch(() => undefined);
  }

  clear(): void {
    if (this.#element !== null) {
      this.#element.srcObject = null;
      this.#element = null;
    }
  }
}

function elementOf({ elementId }: ShowConfig): HTMLVideoElement | null {
  const argument = "config.elementId";
  const id = asOptionalText(elementId, argument);
  if (id === undefined) {
    return null;
  }
  const element = document.getElementById(id);
  if (!(element instanceof HTMLVideoElement)) {
    const text = `${argument}: the page has no video element with the id "${id}"`;
    throw new RtcError(ErrorCode.NoSuchObject, text, { argument });
  }
  return element;
}
