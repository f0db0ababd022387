package dev.rillcast.bench.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where a bench ran: what its figures depend on, and nothing else about the machine. */
final class Machine {
    private Machine() {}

    static Map<String, String> here() throws IOException, InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("cpu", first(Path.of("/proc/cpuinfo"), "model name\\s*: (.+)"));
        String kilobytes = first(Path.of("/proc/meminfo"), "MemTotal:\\s+(\\d+) kB");
        facts.put("memory", Math.round(Long.parseLong(kilobytes) / 1048576.0) + " GB");
        String release = System.getProperty("os.version").replaceAll("-.*", "");
        facts.put("kernel", System.getProperty("os.name") + " " + release);
        facts.put("jdk", Runtime.version().toString());
        facts.put("ffmpeg", firstLine("ffmpeg", "-version").replaceAll(" Copyright.*", ""));
        facts.put("load", Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        return facts;
    }

    private static String first(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElse("0");
    }

    private static String firstLine(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] said = process.getInputStream().readAllBytes();
            int _ = process.waitFor();
            return new String(said, StandardCharsets.UTF_8).lines().findFirst().orElse("none");
        } catch (IOException notThere) {
            return "none";
        }
    }
}
