// Compiled against the package as an application sees it; never run.
import {
  ErrorCode,
  type EventMap,
  type EventName,
  type IceServer,
  RtcError,
  type RtcEvent,
  RtcUser,
  type ServerStats,
  type StatsResults,
} from "rillcast";

const user = new RtcUser();

// A listener is given the event's own data.
user
  .on("SignInSuccess", ({ name, target, data }) => {
    const spelled: "SignInSuccess" = name;
    const same: RtcUser = target;
    return [spelled, same, data.userId.length, data.server];
  })
  .once("StartBroadcastError", ({ data, error }) => [data.text, data.error.code, error.userinfo])
  .addListener("GetDevicesError", ({ data, error }) => data.error.length + error.code)
  .on(/^Call/, (event: RtcEvent) => event.name)
  .off("SignInSuccess")
  .off(/^Call/);

// @ts-expect-error: there is no such field
user.on("SignInSuccess", ({ data }) => data.nothing);
// @ts-expect-error: there is no such codec
user.setConfig({ codecs: { videoCodec: "H265" } });
// @ts-expect-error: there is no such handler
user.sendMetaData("onTextData", {});
// @ts-expect-error: JSON would drop it
user.sendMetaData("onMetaData", { when: undefined });
// @ts-expect-error: a server is needed
user.signIn({ userName: "Ada" });

const servers: IceServer[] = [{ urls: "stun:stun.example.com" }];

export async function everyPromise(): Promise<unknown[]> {
  const { userId } = await user.signIn({ server: "https://your.server", userName: "Ada" });
  const stats: ServerStats = await user.checkServer();
  const { stream, metadata } = await user.startPreview({ videoDeviceConfig: { device: 0 } });
  const { output, streamname } = await user.startBroadcast({
    transcodingTargets: { output: "rtmp://ingest.example.com/live/show", dropframes: "0" },
  });
  const done: unknown[] = [
    await user.setConfig({ reconnect: { minDelay: 500, maxDelay: 5000, retries: 3 } }),
    await user.setIceServers(servers),
    await user.enableStats(true, 5000),
    await user.sendMetaData("onCuePoint", { name: "goal", at: [1, { deep: null }] }),
    await user.invokeCall("7"),
    await user.startBroadcast({
      transcodingTargets: [{ output: "rtmp://a/b" }, { passthrough: "1" }],
    }),
    (await user.stopBroadcast()).report?.targets[0]?.retries,
  ];
  return [userId, stats.cpu_load, stream, metadata.width, output, streamname, ...done];
}

export function explain(cause: unknown): string {
  if (cause instanceof RtcError && cause.code === ErrorCode.NotSignedIn) {
    return `${cause.text} (${cause.type})`;
  }
  return String(cause);
}

// Every event, with the fields that applications read.
const failure = (data: EventMap["SignInError"]) => [data.text, data.error.code];
const media = (data: EventMap["StartPreviewError"]) => [data.text, data.error.length];
const session = (data: EventMap["SignInSuccess"]) => [data.server, data.userId];
const remote = (data: EventMap["CallIncoming"]) => data.remoteUserName + data.remoteUserId;
const results = ({ videoBitrate, framerateMin }: StatsResults) => [videoBitrate, framerateMin];
const end = ({ report }: EventMap["StopBroadcastSuccess"]) => [
  report?.duration,
  report?.video?.keyFramesAsked,
  ...(report?.targets ?? []).map(({ state, events }) => [state, events[0]?.text]),
];
const nothing = (data: Record<string, never>) => data;

type Listeners = { [Name in EventName]: (data: EventMap[Name]) => unknown };

export const listeners: Listeners = {
  SignInSuccess: session,
  SignInError: failure,
  SignOutSuccess: session,
  SignOutError: failure,
  SetConfigError: failure,
  ReceivedServerStats: ({ stats, text, error }) => [stats.hostname, stats.error, text, error?.code],
  ServerStatus: ({ status, text }) => status + text,
  ServerError: ({ status, text, error }) => [status, text, error.code],
  ReceivedDeviceList: ({ devices }) => devices.videodevices[0]?.id,
  GetDevicesError: ({ devices, error }) => [devices.audiodevices[0]?.index, error.length],
  StartPreviewSuccess: ({ stream, constraints, metadata }) => [stream, constraints, metadata],
  StartPreviewError: media,
  StopPreviewSuccess: nothing,
  StopPreviewError: media,
  MediaStreamError: media,
  GetSelectedDeviceError: failure,
  MuteDeviceError: failure,
  StartBroadcastSuccess: ({ output, streamname, targets, broadcastId, stream }) => [
    ...[output, streamname, broadcastId, stream.id],
    ...targets.map((each) => each.output + each.streamname),
  ],
  StartBroadcastError: failure,
  StopBroadcastSuccess: end,
  StopBroadcastError: failure,
  BroadcastError: (data) => [...failure(data), ...end(data)],
  BroadcastStatus: ({ state, message, text, streamname, target, attempt, retryIn }) => [
    ...[state, message, text, streamname],
    ...[target, attempt, retryIn],
  ],
  SendMetaDataError: failure,
  ReceivedWebRTCStats: (data) => [results(data.results), results(data.stats.results)],
  EnterRoomSuccess: nothing,
  EnterRoomError: failure,
  LeaveRoomSuccess: nothing,
  LeaveRoomError: failure,
  PeerListUpdated: ({ userlist }) =>
    userlist.map((peer) => [remote(peer), peer.state === "away", peer.audioMuted, peer.videoMuted]),
  CallError: (data) => [...failure(data), data.remoteUserId],
  CallIncoming: remote,
  CallActive: remote,
  CallUnstable: remote,
  CallAgainStable: remote,
  CallStillActive: remote,
  CallDropped: (data) => [remote(data), data.reason === "hungUp", data.text],
  CallRejected: (data) => [remote(data), data.reason === "busy", data.text],
  CallDeclined: remote,
  RemotePeerDisconnected: remote,
  RemoteStreamAdded: (data) => [remote(data), data.stream.id, data.metadata.hasVideo],
};
