import type { PreviewData } from "../../../sdk/src/index";
import type { RtcError, RtcUser } from "../rtc-user";

/** What the page's two lists say: the browser's choice, none, or an index. */
export interface Chosen {
  camera: boolean | number;
  microphone: boolean | number;
}

/** Starts the preview with what there is: without a camera by sound alone, without a microphone by picture alone. */
export async function capture(user: RtcUser, chosen: Chosen): Promise<PreviewData> {
  const attempts = [
    chosen,
    { camera: false, microphone: chosen.microphone },
    { camera: chosen.camera, microphone: false },
  ].filter(({ camera, microphone }) => camera !== false || microphone !== false);
  for (const [index, attempt] of attempts.entries()) {
    try {
      return await start(user, attempt);
    } catch (cause) {
      const missing = (cause as RtcError).userinfo.cause === "NotFoundError";
      if (!missing || index === attempts.length - 1) {
        throw cause;
      }
    }
  }
  throw new Error("Choose a camera or a microphone");
}

function start(user: RtcUser, { camera, microphone }: Chosen): Promise<PreviewData> {
  return user.startPreview({
    videoDeviceConfig: { device: camera, width: 1280, height: 720, framerate: 30 },
    audioDeviceConfig: { device: microphone },
    elementId: "preview",
    useWebView: true,
  });
}

/** What people can do about a preview that failed. */
export function advice(error: RtcError): string {
  switch (error.userinfo?.cause) {
    case "NotAllowedError":
      return "The browser keeps your camera and microphone from this page. Allow them by the icon beside the address, or in your system’s privacy settings, then press the button again.";
    case "NotFoundError":
      return "No camera and no microphone was found. Plug one in, then press the button again.";
    case "NotReadableError":
    case "AbortError":
      return "The camera or microphone is in use by another program. Close that, then press the button again.";
    default:
      return error.message;
  }
}

/** Why this browser can't go live at all, or null. */
export function obstacle(): string | null {
  if (window.RtcUser === undefined) {
    return "The server’s script could not be loaded. Reload the page to try again.";
  }
  if (!window.isSecureContext) {
    return "Browsers give cameras only to pages that come by https:// or from localhost. Open this page there.";
  }
  return window.RtcUser.checkSupport() === 1
    ? "This browser can’t send video. Please use a current Chrome, Edge, Firefox or Safari."
    : null;
}
