package dev.rillcast.browser;

/**
 * A camera and a microphone whose flash and beep belong together, in place of the browser's fake
 * ones.
 */
final class FlashAndBeepCamera {
    /** At every even second of the audio clock: 100 ms white at the top, and 1 kHz. */
    static final String SCRIPT =
            """
            navigator.mediaDevices.getUserMedia = async () => {
              const audio = new AudioContext({sampleRate: 48000});
              await audio.resume();
              const out = audio.createMediaStreamDestination();
              const canvas = document.createElement('canvas');
              canvas.width = 640;
              canvas.height = 360;
              const g = canvas.getContext('2d');
              const paint = () => {
                const lit = audio.currentTime % 2 < 0.1;
                g.fillStyle = '#204060';
                g.fillRect(0, 0, 640, 360);
                g.fillStyle = '#a05030';
                g.fillRect((audio.currentTime * 100) % 640, 200, 60, 60);
                if (lit) {
                  g.fillStyle = '#ffffff';
                  g.fillRect(0, 0, 640, 80);
                }
              };
              setInterval(paint, 1000 / 60);
              let next = Math.ceil(audio.currentTime / 2) * 2;
              setInterval(() => {
                while (next < audio.currentTime + 1) {
                  const tone = new OscillatorNode(audio, {frequency: 1000});
                  tone.connect(out);
                  tone.start(next);
                  tone.stop(next + 0.1);
                  next += 2;
                }
              }, 200);
              const stream = canvas.captureStream(30);
              stream.addTrack(out.stream.getAudioTracks()[0]);
              return stream;
            };
            """;

    private FlashAndBeepCamera() {}
}
