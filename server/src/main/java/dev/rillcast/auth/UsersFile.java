package dev.rillcast.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a users file: a line {@code name:hash} for each, and comments behind #.
 *
 * @param users by name, in the order of the file
 */
record UsersFile(Stamp stamp, Map<String, PasswordHash> users) {
    private static final int MAX_SIZE = 1024 * 1024;
    private static final int MAX_NAME = 256;

    /** What tells one version from another without reading it; a file replaced has another key. */
    record Stamp(FileTime modified, long size, @Nullable Object fileKey) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
        }
    }

    UsersFile {
        users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
    }

    /**
     * @throws IOException if it can't be used; the message names the line and repeats no hash
     */
    static UsersFile read(Path file) throws IOException {
        try {
            // Taken first: a change while we read makes for another stamp next time.
            Stamp stamp = Stamp.of(file);
            return new UsersFile(stamp, users(text(file)));
        } catch (NoSuchFileException e) {
            throw new IOException("no such file", e);
        } catch (CharacterCodingException e) {
            throw new IOException("is not UTF-8 text", e);
        }
    }

    /**
     * Gives a user another hash, or adds the user; all other lines stay, and whoever owns the file.
     *
     * @throws IOException if the file can't be used or written
     */
    static void put(Path file, String name, String hash) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            users(text(file)); // what is broken is for people to mend
            lines.addAll(text(file).lines().toList());
        }
        String line = name + ":" + hash;
        int place = 0;
        while (place < lines.size() && !lines.get(place).strip().startsWith(name + ":")) {
            place++;
        }
        if (place < lines.size()) {
            lines.set(place, line);
        } else {
            lines.add(line);
        }
        Files.write(file, lines);
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_SIZE + 1);
            if (bytes.length > MAX_SIZE) {
                throw new IOException("has more than " + MAX_SIZE + " bytes");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    private static Map<String, PasswordHash> users(String text) throws IOException {
        Map<String, PasswordHash> users = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    add(users, line);
                } catch (IllegalArgumentException e) {
                    throw new IOException("line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return users;
    }

    private static void add(Map<String, PasswordHash> users, String line) {
        int colon = line.indexOf(':');
        if (colon < 1 || colon > MAX_NAME) {
            throw new IllegalArgumentException(
                    "must be name:hash, the name of 1 to " + MAX_NAME + " characters");
        }
        PasswordHash hash = PasswordHash.parse(line.substring(colon + 1));
        if (users.putIfAbsent(line.substring(0, colon), hash) != null) {
            throw new IllegalArgumentException("the name is there already");
        }
    }
}
