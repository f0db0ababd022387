import { afterEach, beforeEach, expect, test } from "vitest";
import { settle } from "./scripted-socket";
import { restore, ScriptedUser } from "./scripted-user";

const CONFIG = {
  transcodingTargets: [
    { output: "rtmp://one/live", streamname: "first" },
    { output: "rtmps://two/live/second" },
  ],
};

let script: ScriptedUser;

beforeEach(() => {
  script = new ScriptedUser();
});

afterEach(restore);

const last = () => script.events.at(-1);

test("all targets are asked for at once, by an array; a single one by an object", async () => {
  const [socket] = await script.offer(CONFIG);
  expect(socket.sent[1]).toMatchObject(CONFIG);
  script = new ScriptedUser();
  const [only] = CONFIG.transcodingTargets;
  const [other] = await script.offer({ transcodingTargets: only ? [only] : [] });
  expect(other.sent[1]).toMatchObject({ transcodingTargets: only });
});

test("the broadcast is live with the first ingest that takes it, and is named for the first target", async () => {
  const [socket, started] = await script.offer(CONFIG);
  const status = { target: 2, streamname: "second", text: "" };
  socket.say({ type: "broadcastStatus", ...status, state: 4, message: "signalling" });
  socket.say({ type: "broadcastStatus", ...status, state: 6, message: "broadcasting" });
  expect(await started).toMatchObject({
    output: "rtmp://one/live",
    streamname: "first",
    broadcastId: "b1",
    targets: [
      { output: "rtmp://one/live", streamname: "first" },
      { output: "rtmps://two/live/second", streamname: "second" },
    ],
  });
});

test("each status names its target, its attempt and the wait", async () => {
  const socket = await script.goLive(CONFIG);
  const status = {
    ...{ state: 7, message: "reconnecting", text: "The ingest closed", streamname: "second" },
    ...{ target: 2, attempt: 3, retryIn: 1100 },
  };
  socket.say({ type: "broadcastStatus", ...status });
  expect(last()).toMatchObject({ name: "BroadcastStatus" });
  expect(last()?.data).toEqual(status);
});

test("a target that failed does not end the others; the server's word does, and brings the report", async () => {
  const socket = await script.goLive(CONFIG);
  const report = { id: "b1", state: "ended", duration: 61_250 };
  socket.say({ type: "broadcastStatus", state: 8, target: 1, message: "failed", text: "No" });
  expect(last()?.data).toMatchObject({ state: 8, target: 1 });
  const error = { code: 109000, name: "RtmpFailed", message: "The last ingest is gone" };
  socket.say({ type: "broadcastEnded", error, report });
  expect(last()).toMatchObject({ name: "BroadcastError", data: { text: error.message, report } });
});

test("stopping brings the report, if the server has one", async () => {
  const report = { id: "b1", state: "ended", duration: 61_250 };
  for (const [answer, data] of [
    [{ report }, { report }],
    [{}, {}],
  ]) {
    script = new ScriptedUser();
    const socket = await script.goLive();
    const stopped = script.user.stopBroadcast();
    await settle();
    socket.ok(answer);
    expect(await stopped).toEqual(data);
    expect(last()).toMatchObject({ name: "StopBroadcastSuccess", data });
  }
});
