import { byId } from "../dom";
import { keep, kept } from "../kept";

const KEPT_AS = "codec";

type Codec = "H264" | "VP8" | "VP9" | "AV1";

/** Which codec the browser sends; those that it does not have can't be chosen. */
export class CodecChoice {
  readonly #select = byId("codec", HTMLSelectElement);

  /** @param changed called when it is another one */
  constructor(changed: () => void) {
    const able = RTCRtpSender.getCapabilities?.("video")?.codecs ?? [];
    const names = new Set(able.map(({ mimeType }) => mimeType.split("/")[1]?.toUpperCase()));
    for (const option of this.#select.options) {
      option.disabled = names.size > 0 && !names.has(option.value);
    }
    const before = [...this.#select.options].find(({ value }) => value === kept(KEPT_AS));
    if (before?.disabled === false) {
      this.#select.value = before.value;
      byId("advanced-devices", HTMLDetailsElement).open = before.value !== "H264";
    }
    this.#select.addEventListener("change", () => {
      keep(KEPT_AS, this.codec);
      changed();
    });
  }

  get codec(): Codec {
    return this.#select.value as Codec;
  }

  lock(locked: boolean): void {
    this.#select.disabled = locked;
  }
}
