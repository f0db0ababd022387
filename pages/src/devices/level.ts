/** Shows how loud the microphone is, so that people see that it hears them. */
export class Level {
  readonly #bar: SVGRectElement;
  #context: AudioContext | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #analyser: AnalyserNode | null = null;
  #samples = new Float32Array(512);

  constructor(bar: SVGRectElement) {
    this.#bar = bar;
    // Some browsers start sound processing only once the page was touched.
    addEventListener("pointerdown", () => void this.#context?.resume());
  }

  listen(stream: MediaStream): void {
    this.#source?.disconnect();
    this.#source = null;
    this.#draw(0);
    if (stream.getAudioTracks().length === 0) {
      return;
    }
    this.#context ??= new AudioContext();
    if (this.#analyser === null) {
      this.#analyser = this.#context.createAnalyser();
      this.#analyser.fftSize = this.#samples.length;
      setInterval(() => this.#tick(), 80);
    }
    this.#source = this.#context.createMediaStreamSource(stream);
    this.#source.connect(this.#analyser);
  }

  #tick(): void {
    if (this.#source === null || document.hidden) {
      return;
    }
    this.#analyser?.getFloatTimeDomainData(this.#samples);
    // -60 dB is silence, 0 dB the end of the bar.
    this.#draw(Math.max(0, 100 + (decibels(this.#samples) * 100) / 60));
  }

  #draw(percent: number): void {
    this.#bar.setAttribute("width", Math.min(100, percent).toFixed(0));
  }
}

/** How loud that is: 0 dB is the loudest square wave, silence is without an end. */
export function decibels(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);
}
