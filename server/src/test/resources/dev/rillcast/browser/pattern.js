// A camera and a microphone of the page's own, by one clock: pictures with their numbers in them, in turn, and at
// every even second 200 ms of the last picture, the flash, and of 1 kHz.
window.pattern = async (pictures, { width, height }) => {
  const RATE = 30;
  const PERIOD = 2;
  const LENGTH = 0.2;
  const images = await Promise.all(
    pictures.map((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      return createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    }),
  );
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  // One that is not in the page may be painted less often.
  document.body.append(canvas);
  const paint = canvas.getContext("2d", { alpha: false });
  const horn = (await oscillator()) ?? (await fakeMicrophone());
  let beep = PERIOD;
  let drawn = 0;
  const start = performance.now();
  const draw = () => {
    const now = horn.now();
    const flash = now >= beep && now < beep + LENGTH;
    horn.sound(beep, LENGTH);
    beep += now >= beep + LENGTH ? PERIOD : 0;
    const image = images.at(flash ? -1 : drawn % (images.length - 1));
    paint.drawImage(image, 0, 0, canvas.width, canvas.height);
    drawn++;
    setTimeout(draw, start + (drawn * 1000) / RATE - performance.now());
  };
  draw();
  const stream = new MediaStream([...canvas.captureStream().getTracks(), ...horn.tracks]);
  const resize = (width, height) => Object.assign(canvas, { width, height });
  return { stream, resize };
};

// Exact to the sample, but runs only where there is a sound card, or where the browser does without.
async function oscillator() {
  const context = new AudioContext();
  await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 1000))]);
  if (context.state !== "running") {
    return null;
  }
  const out = new MediaStreamAudioDestinationNode(context);
  const gain = new GainNode(context, { gain: 0 });
  const tone = new OscillatorNode(context, { frequency: 1000 });
  tone.connect(gain).connect(out);
  tone.start();
  let last = 0;
  const sound = (at, length) => {
    if (at !== last) {
      gain.gain.setValueAtTime(0.5, at);
      gain.gain.setValueAtTime(0, at + length);
      last = at;
    }
  };
  return { tracks: out.stream.getTracks(), now: () => context.currentTime, sound };
}

// Firefox's always hums; where it is muted it is silent.
async function fakeMicrophone() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const [track] = stream.getTracks();
  const now = () => performance.now() / 1000;
  const sound = (at, length) => {
    track.enabled = now() >= at && now() < at + length;
  };
  const begin = now();
  return { tracks: [track], now: () => now() - begin, sound: (at, length) => sound(at + begin, length) };
}
