/** Codecs that the ingest hands on and this page's player does not know, by their names in FLV. */
const UNKNOWN: Record<string, string> = {
  vp08: "VP8",
  vp09: "VP9",
  vvc1: "H.266",
  ".mp3": "MP3",
  "ac-3": "AC-3",
  "ec-3": "E-AC-3",
};

/**
 * Why the picture stays away.
 *
 * @param detail of the player's error
 * @param message of the player's error; it ends with the codec's name if that is the cause
 */
export function refusal(detail: string, message: string): string {
  const codec = UNKNOWN[/codec.*: (\S{4})$/.exec(message)?.[1] ?? ""];
  return codec === undefined
    ? `The stream can’t be played here (${detail}).`
    : `This stream is sent as ${codec}, which this page can’t play.`;
}
