import type Mpegts from "mpegts.js";
import { refusal } from "./refusal";

/** Seconds behind the newest picture: the player speeds up above the first until it is down at the second. */
const LATEST = 1.2;
const AIM = 0.6;
/** Farther behind than this it jumps. */
const LOST = 3;

/** Plays the stream at that address; resolves when it has ended, or broke off. */
export async function play(video: HTMLVideoElement, address: string): Promise<void> {
  const { default: mpegts } = await import("mpegts.js");
  if (!mpegts.getFeatureList().mseLivePlayback) {
    throw new Error("This browser can’t play live streams of this kind. Please use a current one.");
  }
  mpegts.LoggingControl.enableAll = false;
  const player = mpegts.createPlayer(
    { type: "flv", isLive: true, url: address },
    {
      enableStashBuffer: false,
      liveSync: true,
      liveSyncMaxLatency: LATEST,
      liveSyncTargetLatency: AIM,
      liveSyncPlaybackRate: 1.15,
      autoCleanupSourceBuffer: true,
      lazyLoad: false,
    },
  );
  const watchdog = setInterval(() => catchUp(video), 1000);
  try {
    await untilEnd(mpegts, player, video);
  } finally {
    clearInterval(watchdog);
    player.destroy();
  }
}

function untilEnd(
  mpegts: typeof Mpegts,
  player: Mpegts.Player,
  video: HTMLVideoElement,
): Promise<void> {
  return new Promise((resolve, reject) => {
    player.on(mpegts.Events.ERROR, (type: string, detail: string, info: unknown) => {
      if (type === mpegts.ErrorTypes.MEDIA_ERROR) {
        reject(new Error(refusal(detail, String(info))));
      } else {
        resolve();
      }
    });
    // What has arrived is still shown; the rest is over if the picture doesn't reach its end.
    player.on(mpegts.Events.LOADING_COMPLETE, () => {
      video.addEventListener("ended", () => resolve(), { once: true });
      setTimeout(resolve, LATEST * 1000 + 500);
    });
    player.attachMediaElement(video);
    player.load();
    // Refused only with the sound on; then the page is muted and starts.
    Promise.resolve(player.play()).catch(() => {
      video.muted = true;
      return video.play().catch(() => undefined);
    });
  });
}

/** Seconds between the newest picture that has arrived and the one that is shown. */
export function delay(video: HTMLVideoElement): number | null {
  const { buffered } = video;
  return buffered.length === 0 ? null : buffered.end(buffered.length - 1) - video.currentTime;
}

/** A page that was hidden, or a machine that was busy, must not show the past from then on. */
function catchUp(video: HTMLVideoElement): void {
  const behind = delay(video);
  if (!document.hidden && behind !== null && behind > LOST) {
    video.currentTime += behind - AIM;
  }
}
