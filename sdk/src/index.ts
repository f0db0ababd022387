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
export { RtcUser } from "./rtc-user";
export type { Support } from "./support";
export type * from "./types";
