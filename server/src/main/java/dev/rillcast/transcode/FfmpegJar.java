package dev.rillcast.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.stream.Stream;

/**
 * The {@code ffmpeg} executable that comes with the server: in a jar with GPL parts such as x264,
 * which is why nothing of it is loaded into this process. It is unpacked once per version, into a
 * directory that is only ours.
 */
public final class FfmpegJar {
    private static final String EXECUTABLE = "ffmpeg";
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            PosixFilePermissions.fromString("----w--w-");

    private FfmpegJar() {}

    /**
     * Where the executable is, or will be once it is {@linkplain #unpack unpacked}; empty when
     * there is none for this platform.
     */
    public static Optional<Path> path() {
        return executable(cache());
    }

    static Optional<Path> executable(Path cache) {
        return resource().map(url -> directory(cache, entries(url)).resolve(EXECUTABLE));
    }

    /**
     * Unpacks the executable and its libraries unless they are there; takes about a second. Two
     * servers may do so at once.
     *
     * @throws IOException when the directory can't be written, or others can write to it
     */
    static synchronized void unpack() throws IOException {
        unpackInto(cache());
    }

    static void unpackInto(Path cache) throws IOException {
        URL url = resource().orElseThrow(() -> new IOException("no ffmpeg in the class path"));
        List<JarEntry> entries = entries(url);
        Path directory = directory(cache, entries);
        makePrivate(cache);
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (complete(directory, entries)) {
                return;
            }
            delete(directory);
        }
        Path part = Files.createTempDirectory(cache, "part-");
        try {
            write(url, entries, part);
            move(part, directory);
        } finally {
            delete(part);
        }
    }

    private static Optional<URL> resource() {
        String name = "/%s/%s".formatted(folder(), EXECUTABLE);
        return Optional.ofNullable(FfmpegJar.class.getResource(name))
                .filter(url -> url.getProtocol().equals("jar"));
    }

    /**
     * As JavaCPP calls it. Asking JavaCPP itself would load half of it, while the server starts.
     */
    static String platform() {
        String system = System.getProperty("os.name").startsWith("Mac") ? "macosx" : "linux";
        String machine = System.getProperty("os.arch");
        return switch (machine) {
            case "amd64", "x86_64" -> system + "-x86_64";
            case "aarch64" -> system + "-arm64";
            default -> system + "-" + machine;
        };
    }

    private static String folder() {
        return "org/bytedeco/ffmpeg/" + platform() + "-gpl";
    }

    /** Of the jar, those that the executable needs: not ffprobe, nor what would bind it to Java. */
    private static List<JarEntry> entries(URL url) {
        try {
            JarURLConnection jar = (JarURLConnection) url.openConnection();
            try (Stream<JarEntry> all = jar.getJarFile().stream()) {
                return all.filter(entry -> needed(entry.getName())).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean needed(String entry) {
        String name = entry.substring(entry.lastIndexOf('/') + 1);
        return entry.equals(folder() + "/" + name)
                && (name.equals(EXECUTABLE)
                        || (name.startsWith("lib") && !name.startsWith("libjni")));
    }

    /** Named after what is in it, so that another version has another. */
    private static Path directory(Path cache, List<JarEntry> entries) {
        long crc = 0;
        for (JarEntry entry : entries) {
            crc = crc * 31 + entry.getCrc();
        }
        return cache.resolve("ffmpeg-%s-%016x".formatted(platform(), crc));
    }

    /** As the XDG Base Directory Specification has it; a user without a home gets another. */
    private static Path cache() {
        String home = System.getProperty("user.home", "");
        String xdg = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).orElse("");
        if (xdg.startsWith("/")) {
            return Path.of(xdg, "rillcast");
        }
        return Files.isWritable(Path.of(home))
                ? Path.of(home, ".cache", "rillcast")
                : Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "rillcast-" + System.getProperty("user.name"));
    }

    /** In a directory for all, somebody else may have been there first. */
    private static void makePrivate(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(
                    directory.resolveSibling(""), PosixFilePermissions.asFileAttribute(PRIVATE));
            try {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
            } catch (FileSystemException otherServer) {
                // The check below tells.
            }
        }
        Set<PosixFilePermission> permissions =
                Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        Path probe = Files.createTempDirectory(directory, "part-");
        boolean ours =
                Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe));
        Files.delete(probe);
        if (!ours || !Collections.disjoint(permissions, OTHERS_WRITE)) {
            throw new IOException(
                    directory
                            + " must belong to the server's user, and nobody else may write to it");
        }
    }

    private static boolean complete(Path directory, List<JarEntry> entries) throws IOException {
        for (JarEntry entry : entries) {
            Path file = file(directory, entry);
            if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
                return false;
            }
        }
        return true;
    }

    private static Path file(Path directory, JarEntry entry) {
        return directory.resolve(entry.getName().substring(folder().length() + 1));
    }

    private static void write(URL url, List<JarEntry> entries, Path directory) throws IOException {
        JarURLConnection jar = (JarURLConnection) url.openConnection();
        for (JarEntry entry : entries) {
            Path file = file(directory, entry);
            try (InputStream in = jar.getJarFile().getInputStream(entry)) {
                Files.copy(in, file);
            }
            Files.setPosixFilePermissions(file, PRIVATE);
        }
    }

    /** All at once, so that nobody ever finds half of it. */
    private static void move(Path part, Path directory) throws IOException {
        try {
            Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
            // Another server was faster, with the same files.
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
