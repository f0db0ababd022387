export { ErrorCode, type ErrorDetails, type ErrorType, RtcError } from "./errors";
export type {
  ErrorEventName,
  EventMap,
  EventName,
  EventPattern,
  FailureData,
  Listener,
  MediaFailureData,
  RtcEvent,
} from "./events";
export type { IceServer } from "./ice-servers";
export type { MetaDataHandler, MetaDataValue } from "./meta-data";
export type { ReconnectConfig } from "./reconnect";
export type * from "./report";
export type {
  CallEnd,
  CallFailureData,
  CallRejection,
  DropReason,
  Peer,
  PeerState,
  RejectReason,
  RemoteStream,
  RemoteUser,
} from "./rooms";
export { RtcUser } from "./rtc-user";
export type { ServerStats } from "./server-stats";
export type { Support } from "./support";
export type * from "./types";
