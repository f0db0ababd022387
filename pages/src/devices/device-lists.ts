import { byId } from "../dom";
import type { DeviceList } from "../rtc-user";
import type { Chosen } from "./capture";

type Entry = { id: string; index: number };

/** The two lists to choose camera and microphone from. */
export class DeviceLists {
  readonly #camera = byId("camera", HTMLSelectElement);
  readonly #microphone = byId("microphone", HTMLSelectElement);

  constructor(changed: () => void) {
    this.#camera.addEventListener("change", changed);
    this.#microphone.addEventListener("change", changed);
  }

  /** Before the lists are known the browser chooses. */
  get chosen(): Chosen {
    return { camera: choice(this.#camera), microphone: choice(this.#microphone) };
  }

  /** Fills the lists; what the stream holds is what they show as chosen. */
  show({ videodevices, audiodevices }: DeviceList, stream: MediaStream): void {
    fill(this.#camera, videodevices, "No camera", stream.getVideoTracks()[0]);
    fill(this.#microphone, audiodevices, "No microphone", stream.getAudioTracks()[0]);
  }
}

const NONE = "none";

function choice(list: HTMLSelectElement): boolean | number {
  if (list.disabled) {
    return true;
  }
  return list.value === NONE ? false : Number(list.value);
}

function fill(list: HTMLSelectElement, devices: Entry[], none: string, track?: MediaStreamTrack) {
  const options = devices.map(({ id, index }) => new Option(id, String(index)));
  const current = devices.findIndex(({ id }) => id === track?.label);
  list.replaceChildren(...options, new Option(none, NONE));
  list.value = track === undefined ? NONE : String(Math.max(current, 0));
  list.disabled = devices.length === 0;
}
