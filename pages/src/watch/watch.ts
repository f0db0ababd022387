import { byId, markShape } from "../dom";
import { fetchInfo } from "../info";
import { isStreamName, nameInPath } from "../stream-name";
import { arrival, FIRST_WAIT_MS, pause } from "./arrival";
import { delay, play } from "./player";

type StateName = "waiting" | "playing" | "ended" | "error";

const WORDS: Record<StateName, string> = {
  waiting: "Waiting",
  playing: "Live",
  ended: "Ended",
  error: "Can’t play",
};

const video = byId("player", HTMLVideoElement);
const state = byId("state", HTMLElement);
const sound = byId("sound", HTMLButtonElement);

/** @param sentence shown in the picture's place; while playing there is none */
function show(name: StateName, sentence = ""): void {
  state.dataset["state"] = name;
  state.textContent = WORDS[name];
  byId("cover-text", HTMLElement).textContent = sentence;
  byId("cover", HTMLElement).hidden = name === "playing";
  byId("controls", HTMLElement).hidden = name !== "playing";
}

/** Waits, plays, and waits again, for as long as the page is open. */
async function watch(name: string): Promise<void> {
  const address = `/live/${name}.flv`;
  let before: StateName = "waiting";
  let sentence = `${name} is not live yet. The picture appears as soon as it is.`;
  show(before, sentence);
  for (;;) {
    await arrival(address, (unreachable) => {
      show(before, unreachable ? "The server does not answer. Trying again…" : sentence);
    });
    await play(video, address);
    if (state.dataset["state"] === "playing") {
      before = "ended";
      sentence = "The stream has ended. If it comes back, it goes on here.";
    }
    show(before, sentence);
    // A stream that is there but can't be fetched must not be asked for without a break.
    await pause(FIRST_WAIT_MS);
  }
}

function showFacts(): void {
  const behind = state.dataset["state"] === "playing" ? delay(video) : null;
  const { videoWidth, videoHeight } = video;
  byId("delay", HTMLElement).textContent =
    behind === null ? "–" : `${Math.max(0, behind).toFixed(1)} s`;
  byId("size", HTMLElement).textContent =
    behind === null || videoWidth === 0 ? "–" : `${videoWidth} × ${videoHeight}`;
}

function showSound(): void {
  sound.setAttribute("aria-pressed", String(!video.muted));
  byId("sound-label", HTMLElement).textContent = video.muted
    ? "Turn on the sound"
    : "Turn off the sound";
}

function fullScreen(): void {
  const screen = byId("screen", HTMLElement);
  if (document.fullscreenElement !== null) {
    void document.exitFullscreen();
  } else {
    void screen.requestFullscreen?.();
  }
}

function ask(): void {
  const form = byId("choose", HTMLFormElement);
  const wanted = byId("wanted", HTMLInputElement);
  form.hidden = false;
  byId("screen", HTMLElement).hidden = true;
  document.querySelector<HTMLElement>(".about")?.setAttribute("hidden", "");
  wanted.addEventListener("input", () => {
    const ok = wanted.value === "" || isStreamName(wanted.value.trim());
    wanted.setCustomValidity(ok ? "" : "Letters, digits, “-”, “_” and “.” only");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(`/watch/${wanted.value.trim()}`);
  });
}

markShape(video);
video.addEventListener("playing", () => show("playing"));
video.addEventListener("volumechange", showSound);
sound.addEventListener("click", () => {
  video.muted = !video.muted;
});
byId("full", HTMLButtonElement).addEventListener("click", fullScreen);
setInterval(showFacts, 500);

void fetchInfo().then(({ version }) => {
  byId("version", HTMLElement).textContent = version;
});

const name = nameInPath(location.pathname);
if (name === null) {
  show("error", "No stream");
  ask();
} else {
  document.title = `${name} · Rillcast`;
  byId("name", HTMLElement).textContent = name;
  watch(name).catch((cause: Error) => show("error", cause.message));
}
