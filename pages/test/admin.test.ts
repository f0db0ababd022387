import { describe, expect, test } from "vitest";
import type { History } from "../src/admin/api";
import { BROADCAST_PLOTS, type PlotKind, span, summary, top } from "../src/admin/figures";
import {
  bitrateText,
  eventText,
  lossText,
  numberText,
  outcomeText,
  publisherName,
  sizeText,
  sourceText,
  targetsText,
  timeText,
  worstState,
} from "../src/admin/words";
import type { BroadcastReport, TargetReport } from "../src/rtc-user";

const targets = (...states: TargetReport["state"][]) => states.map((state) => ({ state }));
const track = (lost: number, packets: number) =>
  ({ codec: "H264", lost, packets }) as NonNullable<BroadcastReport["video"]>;

describe("figures as text", () => {
  test.each([
    [undefined, "–"],
    [null, "–"],
    [0, "0 kbit/s"],
    [999.4, "999 kbit/s"],
    [2440, "2.4 Mbit/s"],
    [250_000, "250 Mbit/s"],
  ])("%s kbit/s read as %s", (kilobits, text) => {
    expect(bitrateText(kilobits)).toBe(text);
  });

  test("sizes, numbers and times have their units", () => {
    expect([0, 9.96, 243.4, 1430].map(sizeText)).toEqual(["0.0 MB", "10.0 MB", "243 MB", "1.4 GB"]);
    expect([numberText(12.34, " ms", 1), numberText(null, " ms")]).toEqual(["12.3 ms", "–"]);
    expect([61_000, 90_000_000].map(timeText)).toEqual(["1:01", "1 d 1 h"]);
  });

  test("a loss is told of both tracks together, and a little is not nothing", () => {
    expect(lossText({})).toBe("–");
    expect(lossText({ video: track(0, 100) })).toBe("0.0 %");
    expect(lossText({ video: track(1, 99_999) })).toBe("< 0.1 %");
    expect(lossText({ video: track(5, 45), audio: track(5, 45) as never })).toBe("10.0 %");
  });
});

describe("broadcasts as text", () => {
  test("what comes is told with its size", () => {
    const video = { ...track(0, 0), width: 1280, height: 720 };
    expect(sourceText({ video, audio: { codec: "OPUS" } as never })).toBe("H.264 1280 × 720, Opus");
    expect(sourceText({})).toBe("no media yet");
  });

  test("a publisher without a name is called so", () => {
    expect([publisherName(" "), publisherName("Ada")]).toEqual(["Nameless", "Ada"]);
  });

  test("the worst state of the targets comes first", () => {
    const all = targets("broadcasting", "broadcasting", "failed", "reconnecting");
    expect(targetsText(all)).toBe("1 failed, 1 reconnecting, 2 live");
    expect(worstState(all)).toBe("failed");
    expect(worstState(targets("ended", "broadcasting"))).toBe("broadcasting");
    expect(worstState(targets("ended"))).toBe("ended");
  });

  test("an end without an error is the publisher's", () => {
    expect(outcomeText({})).toBe("Ended by the publisher");
    expect(outcomeText({ error: "stopped by the operator" })).toBe("Stopped by the operator");
  });

  test("an event that is not known keeps its name", () => {
    expect(eventText({ at: 0, event: "lost", text: "gone" })).toBe("The ingest was lost: gone");
    expect(eventText({ at: 0, event: "landed" })).toBe("landed");
  });
});

describe("a plot", () => {
  const kind = BROADCAST_PLOTS[0] as PlotKind;
  const history: History = { interval: 5000, at: [5000, 10_000, 15_000], in: [null, 2000, 1000] };

  test("is told in words, but for what is not known", () => {
    expect(summary(kind, history)).toBe("Bitrate: in 1.0 Mbit/s now, 1.0 Mbit/s to 2.0 Mbit/s");
    expect(summary(kind, { interval: 5000, at: [] })).toBe("Bitrate: nothing yet");
  });

  test("shows five minutes at least, and all that is kept", () => {
    expect(span([], 900_000)).toEqual([600, 900]);
    expect(span([800_000, 900_000], 0)).toEqual([600, 900]);
    expect(span([0, 1_800_000], 0)).toEqual([0, 1800]);
  });

  test("has room above its highest value", () => {
    expect([top(null, 30), top(10, 30), top(100, 30)]).toEqual([30, 30, 125]);
  });
});
