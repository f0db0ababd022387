import type { RtcError } from "../rtc-user";

const ACCESS_DENIED = 102001;
const WRONG_CREDENTIALS = 103001;
/** The server wants a password, a token or a key, or another one. */
const CREDENTIALS = [WRONG_CREDENTIALS, 103003, 104002];

/**
 * Whether another try with credentials may help.
 *
 * @param demanded what the server's facts say of it, if they do
 */
export function asksForCredentials(error: RtcError, demanded: boolean | undefined): boolean {
  return CREDENTIALS.includes(error.code) || (error.code === ACCESS_DENIED && demanded !== false);
}

/** The seconds that the server asks to wait before the next try, 60 at most; 0: none. */
export function waitAskedFor(message: string): number {
  const seconds = Number(/try again in (\d{1,4}) s\b/.exec(message)?.[1] ?? 0);
  return Math.min(seconds, 60);
}

/** What is wrong, for people: the server's words, but for those that name the API's arguments. */
export function problem({ code, message }: RtcError, byToken: boolean): string {
  return code === WRONG_CREDENTIALS && !byToken
    ? "The account or the password is wrong."
    : sentence(message);
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
