import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a player of a live stream got. */
export interface Recording {
  /** What ffmpeg found wrong, in its words; empty if nothing. */
  errors: string;
  /** By name, in the stream's order. */
  codecs: string[];
  seconds: number;
  /** The loudest sample in dB below full scale; -91 is silence. */
  loudest: number;
}

/** Copies some seconds of a live stream into a file, and looks at it. */
export async function record(url: string, seconds: number, file: string): Promise<Recording> {
  const taken = await run("ffmpeg", [
    ...["-nostdin", "-v", "error"],
    // Instead of waiting 5 s for a picture that may come.
    ...["-analyzeduration", "500000"],
    ...["-t", String(seconds), "-i", url],
    ...["-c", "copy", "-y", file],
  ]);
  const decoded = await run("ffmpeg", ["-nostdin", "-v", "error", "-i", file, "-f", "null", "-"]);
  const entries = ["-show_entries", "stream=codec_name:format=duration", "-of", "json"];
  const probed = await run("ffprobe", ["-v", "error", ...entries, file]);
  const { streams, format } = JSON.parse(probed.stdout) as {
    streams: { codec_name: string }[];
    format: { duration: string };
  };
  return {
    errors: taken.stderr + decoded.stderr + probed.stderr,
    codecs: streams.map(({ codec_name }) => codec_name),
    seconds: Number(format.duration),
    loudest: await loudest(file),
  };
}

async function loudest(file: string): Promise<number> {
  const { stderr } = await run("ffmpeg", [
    ...["-nostdin", "-hide_banner", "-i", file],
    ...["-vn", "-af", "volumedetect", "-f", "null", "-"],
  ]);
  return Number(/max_volume: (-?[\d.]+) dB/.exec(stderr)?.[1] ?? Number.NaN);
}
