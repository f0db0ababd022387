import { notNow, RtcError } from "./errors";
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

/** An event that tells a failure; the figures of a server also tell why there are none. */
type FailureName = ErrorEventName | "ReceivedServerStats";

/** What raises events, and tells the outcome of its work both by event and by promise. */
export class Emitter {
  readonly #events = new Events(this);
  readonly #life = new AbortController();

  /** Calls the listener at each event of that name, or whose name the pattern matches. */
  on<Name extends EventName>(name: Name, listener: Listener<Name, this>): this;
  on(pattern: EventPattern, listener: Listener<EventName, this>): this;
  on(pattern: EventPattern, listener: AnyListener): this {
    this.#events.add(pattern, listener);
    return this;
  }

  /** The same as {@link RtcUser.on}. */
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

  /**
   * Ends whatever this object does and removes all listeners. Later calls do nothing but fail, with code 1006. May be
   * called again.
   *
   * @example
   * rtcUser.destroy();
   */
  destroy(): void {
    this.#life.abort();
    this.#events.clear();
  }

  /** Aborted by {@link RtcUser.destroy}. */
  protected get life(): AbortSignal {
    return this.#life.signal;
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
    return this.attempt(failure, code, async () => {
      const data = await work();
      this.emit(success, data);
      return data;
    });
  }

  /** The same for work whose success is no event. */
  protected attempt<Result>(
    failure: FailureName,
    code: number,
    work: () => Result | Promise<Result>,
    details: object = {},
  ): Promise<Result> {
    const result = Promise.resolve()
      .then(() => {
        if (this.life.aborted) {
          throw notNow("This RtcUser was destroyed; make another one");
        }
        return work();
      })
      .catch((cause: unknown) => {
        const error = RtcError.from(cause, code);
        this.fail(failure, error, details);
        throw error;
      });
    // A page that only listens to events must not see unhandled rejections.
    result.catch(() => undefined);
    return result;
  }

  protected fail(name: FailureName, error: RtcError, details: object = {}): void {
    const { text } = error;
    const data = {
      text,
      error: MEDIA_ERRORS.has(name) ? text : error,
      ...(name === "GetDevicesError" && { devices: { videodevices: [], audiodevices: [] } }),
      ...(name === "ReceivedServerStats" && { stats: { error: text } }),
      ...details,
    };
    this.#events.emit(name, data as EventMap[FailureName], error);
  }
}
