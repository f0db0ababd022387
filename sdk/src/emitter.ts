import { RtcError } from "./errors";
import {
  type AnyListener,
  type ErrorEventName,
  type EventMap,
  type EventName,
  type EventPattern,
  Events,
  type Listener,
} from "./events";

/** Events of devices and preview tell their error as a text. */
const MEDIA_ERRORS: ReadonlySet<string> = new Set<ErrorEventName>([
  "GetDevicesError",
  "StartPreviewError",
  "StopPreviewError",
  "MediaStreamError",
]);

/** What raises events, and tells the outcome of its work both by event and by promise. */
export class Emitter {
  readonly #events = new Events(this);

  /** Calls the listener at each event of that name, or whose name the pattern matches. */
  on<Name extends EventName>(name: Name, listener: Listener<Name, this>): this;
  on(pattern: EventPattern, listener: Listener<EventName, this>): this;
  on(pattern: EventPattern, listener: AnyListener): this {
    this.#events.add(pattern, listener);
    return this;
  }

  /** The same as {@link Emitter.on}. */
  addListener<Name extends EventName>(name: Name, listener: Listener<Name, this>): this;
  addListener(pattern: EventPattern, listener: Listener<EventName, this>): this;
  addListener(pattern: EventPattern, listener: AnyListener): this {
    this.#events.add(pattern, listener);
    return this;
  }

  /** Calls the listener at the next such event only. */
  once<Name extends EventName>(name: Name, listener: Listener<Name, this>): this;
  once(pattern: EventPattern, listener: Listener<EventName, this>): this;
  once(pattern: EventPattern, listener: AnyListener): this {
    this.#events.add(pattern, listener, true);
    return this;
  }

  /** Removes a listener; without one, all that were added under this name or pattern. */
  off<Name extends EventName>(name: Name, listener?: Listener<Name, this>): this;
  off(pattern: EventPattern, listener?: Listener<EventName, this>): this;
  off(pattern: EventPattern, listener?: AnyListener): this {
    this.#events.remove(pattern, listener);
    return this;
  }

  protected emit<Name extends EventName>(name: Name, data: EventMap[Name]): void {
    this.#events.emit(name, data);
  }

  /** Does the work after the caller has returned, and tells its outcome by event and by promise. */
  protected outcome<Success extends EventName>(
    success: Success,
    failure: ErrorEventName,
    code: number,
    work: () => Promise<EventMap[Success]>,
  ): Promise<EventMap[Success]> {
    const outcome = Promise.resolve()
      .then(work)
      .then(
        (data) => {
          this.emit(success, data);
          return data;
        },
        (cause: unknown) => {
          const error = RtcError.from(cause, code);
          this.fail(failure, error);
          throw error;
        },
      );
    // A page that only listens to events must not see unhandled rejections.
    outcome.catch(() => undefined);
    return outcome;
  }

  protected fail(name: ErrorEventName, error: RtcError): void {
    const { text } = error;
    const data = {
      text,
      error: MEDIA_ERRORS.has(name) ? text : error,
      ...(name === "GetDevicesError" && { devices: { videodevices: [], audiodevices: [] } }),
    };
    this.#events.emit(name, data as EventMap[ErrorEventName], error);
  }
}
