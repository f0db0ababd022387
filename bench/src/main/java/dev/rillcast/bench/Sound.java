package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
import dev.rillcast.media.Frame;
import dev.rillcast.sound.AacLine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the bench of sound. */
@Command(
        name = "bench/sound",
        mixinStandardHelpOptions = true,
        header = "Measures what it costs to make AAC of Opus, and prints one table.",
        description = {
            "One thread makes the same sound again and again; its CPU time counts, not the wall's."
                    + " Beside it the ffmpeg program does the same by the same encoder.",
            ""
        })
final class Sound implements Callable<Integer> {
    private static final int SECONDS = 20; // of sound
    private static final double AIM = 7;
    private static final Pattern TIMES = Pattern.compile("utime=([0-9.]+)s stime=([0-9.]+)s");
    private static final int[] BITRATES = {64_000, 128_000};

    @Option(
            names = "--rounds",
            description = "Of each (default ${DEFAULT-VALUE}); the median counts.")
    private int rounds = 9;

    @Mixin private final ResultOptions results = new ResultOptions();

    /** A voice and noise on the left, and something else on the right. */
    private static final String NOISE = "anoisesrc=r=48000:d=20:c=pink:seed=3:a=0.1";

    private static final String VOICES =
            "aevalsrc='0.2*sin(2*PI*(200+100*sin(t))*t)+0.1*sin(2*PI*1500*t)|0.2*sin(2*PI*300*t)':"
                    + "s=48000:d=20";

    /**
     * What a sender sends.
     *
     * @param ppm by which its clock is fast
     */
    private record Sender(String name, int channels, String mix, String bitrate, int ppm) {}

    private static final List<Sender> SENDERS =
            List.of(
                    new Sender("mono", 1, "c0=c0+c1", "32k", 0),
                    new Sender("stereo", 2, "c0=c0+c1|c1=0.3*c0+c2", "64k", 0),
                    new Sender("stereo, 1,000 ppm fast", 2, "c0=c0+c1|c1=0.3*c0+c2", "64k", 1_000));

    /** What was recorded of a sender. */
    private record Recording(Sender sender, Path file, List<Frame> packets) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sound");
        List<Recording> recordings = new ArrayList<>();
        for (Sender sender : SENDERS) {
            Path file = folder.resolve(recordings.size() + ".opus");
            record(sender, file);
            recordings.add(new Recording(sender, file, OpusFile.packets(file)));
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            System.err.printf("round %d of %d…%n", i, rounds);
            List<Figure> figures = new ArrayList<>();
            for (Recording recording : recordings) {
                for (int bitrate : BITRATES) {
                    figures.addAll(compare(recording, bitrate));
                }
            }
            runs.add(new Run("CPU, ms per second of sound", figures, List.of()));
        }
        for (Recording recording : recordings) {
            Files.delete(recording.file);
        }
        Files.delete(folder);
        return results.show("AAC of Opus, %d s".formatted(SECONDS), runs);
    }

    /** Makes what a sender sends. */
    private static void record(Sender sender, Path file) throws IOException, InterruptedException {
        String layout = sender.channels == 1 ? "mono" : "stereo";
        String graph = "[0][1]amerge=inputs=2,pan=" + layout + "|" + sender.mix;
        List<String> options = new ArrayList<>(List.of("-f", "lavfi", "-i", NOISE));
        options.addAll(List.of("-f", "lavfi", "-i", VOICES, "-filter_complex", graph));
        options.addAll(List.of("-c:a", "libopus", "-b:a", sender.bitrate, file.toString()));
        double _ = run(options);
    }

    /** One after the other, so that both meet the same noise. */
    private static List<Figure> compare(Recording recording, int bitrate)
            throws IOException, InterruptedException {
        String file = recording.file.toString();
        List<String> options = new ArrayList<>(List.of("-threads", "1", "-i", file));
        options.addAll(List.of("-c:a", "aac", "-aac_coder", "fast", "-threads", "1"));
        options.addAll(List.of("-b:a", Integer.toString(bitrate), "-f", "null", "-"));
        String name = "%s, %d kbit/s".formatted(recording.sender.name, bitrate / 1_000);
        double ours = transcode(recording.packets, recording.sender.ppm, bitrate);
        return List.of(
                Figure.atMost(AIM, name, ours),
                Figure.of("  ffmpeg beside: " + name, run(options) / SECONDS));
    }

    private static double transcode(List<Frame> packets, int ppm, int bitrate) {
        long[] bytes = new long[1];
        long before = cpu();
        try (AacLine line = new AacLine(bitrate, false)) {
            for (Frame packet : packets) {
                long place = Math.round(packet.timestamp() * (1 - ppm / 1e6));
                line.transcode(packet.at(place), aac -> bytes[0] += aac.length());
            }
        }
        return (cpu() - before) / 1e6 / SECONDS;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Milliseconds of CPU that it took, as it says itself. */
    private static double run(List<String> options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("ffmpeg", "-nostdin", "-nostats", "-benchmark", "-y"));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher times = TIMES.matcher(said);
        if (process.waitFor() != 0 || !times.find()) {
            throw new IOException(String.join(" ", command) + " failed: " + said);
        }
        return 1_000 * (Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2)));
    }

    /** Runs the bench. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Sound()).execute(args));
    }
}
