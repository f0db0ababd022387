import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Measured, Monitor } from "../src/monitor";
import { type Reading, read, Stats } from "../src/stats";

function reading(time: number, fields: Partial<Reading> = {}): Reading {
  return { time, packetsSent: 0, packetsLost: 0, figures: {}, ...fields };
}

test("a bitrate is what was sent since the reading before, in kbit/s", () => {
  const stats = new Stats();
  stats.add(reading(1000, { videoBytes: 0, audioBytes: 500 }));
  const results = stats.add(reading(3000, { videoBytes: 250_000, audioBytes: 16_500 }));
  expect(results).toMatchObject({ videoBitrate: 1000, audioBitrate: 64 });
});

test("the first reading has no bitrate yet", () => {
  const results = new Stats().add(reading(1000, { videoBytes: 9 }));
  expect(results).toEqual({ packetLoss: 0 });
});

test("extremes and mean are those of the last 10 s", () => {
  const stats = new Stats();
  const at = (second: number, roundTripTime: number) =>
    stats.add(reading(second * 1000, { figures: { roundTripTime } }));
  at(0, 900);
  at(5, 20);
  at(9, 40);
  expect(at(10, 30)).toMatchObject({
    roundTripTime: 30,
    roundTripTimeMin: 20,
    roundTripTimeMax: 40,
    roundTripTimeAverage: 30,
  });
});

test("loss is that of the last 10 s, measured from the last reading before them", () => {
  const stats = new Stats();
  stats.add(reading(0, { packetsSent: 100, packetsLost: 50 }));
  stats.add(reading(4000, { packetsSent: 200, packetsLost: 50 }));
  const results = stats.add(reading(14_000, { packetsSent: 400, packetsLost: 55 }));
  expect(results.packetLoss).toBe(2.5);
});

test("late packets that turn up after all are no negative loss", () => {
  const stats = new Stats();
  stats.add(reading(0, { packetsSent: 100, packetsLost: 5 }));
  expect(stats.add(reading(1000, { packetsSent: 200, packetsLost: 3 })).packetLoss).toBe(0);
});

test("the send delay is the mean of the packets since the reading before", () => {
  const stats = new Stats();
  stats.add(reading(0, { sendDelay: 100, videoPackets: 10 }));
  const results = stats.add(reading(1000, { sendDelay: 150, videoPackets: 20 }));
  expect(results.videoSendDelay).toBe(5);
});

const REPORT: [string, Record<string, unknown>][] = [
  ["C1", { type: "codec", mimeType: "video/H264" }],
  ["C2", { type: "codec", mimeType: "audio/opus" }],
  [
    "V",
    {
      type: "outbound-rtp",
      kind: "video",
      codecId: "C1",
      timestamp: 5000,
      bytesSent: 7000,
      packetsSent: 10,
      totalPacketSendDelay: 0.25,
      framesPerSecond: 30,
      frameWidth: 1280,
      frameHeight: 720,
    },
  ],
  [
    "A",
    {
      type: "outbound-rtp",
      kind: "audio",
      codecId: "C2",
      timestamp: 5000,
      bytesSent: 800,
      packetsSent: 5,
    },
  ],
  ["R", { type: "remote-inbound-rtp", kind: "video", packetsLost: 2 }],
  ["P", { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.0123 }],
  ["Q", { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 }],
];

test("a report is read as what is sent, what is lost and how far the server is", () => {
  expect(read(REPORT)).toEqual({
    time: 5000,
    videoBytes: 7000,
    videoPackets: 10,
    sendDelay: 250,
    audioBytes: 800,
    packetsSent: 15,
    packetsLost: 2,
    figures: {
      videoCodec: "H264",
      audioCodec: "opus",
      framerate: 30,
      frameWidth: 1280,
      frameHeight: 720,
      roundTripTime: 12.3,
    },
  });
});

test("of a call that only receives, what is received is told", () => {
  const report: typeof REPORT = [
    ["C1", { type: "codec", mimeType: "video/VP8" }],
    [
      "V",
      {
        type: "inbound-rtp",
        kind: "video",
        codecId: "C1",
        timestamp: 5000,
        bytesReceived: 7000,
        packetsReceived: 10,
        packetsLost: 1,
        frameWidth: 640,
      },
    ],
  ];
  expect(read(report)).toMatchObject({
    time: 5000,
    videoBytes: 7000,
    packetsSent: 10,
    packetsLost: 1,
    figures: { videoCodec: "VP8", frameWidth: 640 },
  });
  const sending = read([
    ...REPORT,
    ...report.slice(1).map(([, stat]) => ["I", stat] as const),
  ] as typeof REPORT);
  expect(sending).toEqual(read(REPORT));
});

test("an empty report has no time, so nothing is told from it", () => {
  expect(read([]).time).toBe(0);
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the monitor reports at its interval while something is sent, until it is turned off", async () => {
  const report = vi.fn();
  let measured: Measured[] = [];
  const monitor = new Monitor(() => measured, report);
  monitor.enable(true, 500);
  await vi.advanceTimersByTimeAsync(1000);
  expect(report).not.toHaveBeenCalled();
  measured = [{ source: { getStats: async () => new Map(REPORT) as unknown as RTCStatsReport } }];
  await vi.advanceTimersByTimeAsync(1000);
  expect(report).toHaveBeenCalledTimes(2);
  monitor.enable(false);
  expect(vi.getTimerCount()).toBe(0);
});
