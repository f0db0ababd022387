// The pages take RtcUser from /sdk/rillcast.js, as every application does; from here come its types only.
import type {} from "../../sdk/src/global";

export type {
  BroadcastReport,
  BroadcastStatusData,
  DeviceList,
  Peer,
  PeerState,
  RemoteUser,
  RtcError,
  RtcUser,
  SentVideo,
  ServerStatusData,
  TargetReport,
} from "../../sdk/src/index";
