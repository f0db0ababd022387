package dev.rillcast.auth;

import static dev.rillcast.auth.Knocks.brings;
import static dev.rillcast.auth.Knocks.knock;
import static dev.rillcast.auth.Knocks.refusal;
import static dev.rillcast.auth.Knocks.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {
    /** Of "secret", cheap; and of "password". */
    private static final String SECRET =
            "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";

    private static final String PASSWORD =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private static final String WRONG =
            "WRONG_CREDENTIALS: serverUserName or serverPassword is wrong";

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("users");
        Files.writeString(file, "# people\n\nalice:" + SECRET + "\r\n  zoë:" + SECRET + "  \n");
    }

    @Test
    void nameAndPasswordMustBelongTogether() throws Exception {
        Users users = Users.open(file);
        assertEquals(Grant.ALL, users.check(user("alice", "secret")));
        assertEquals(Grant.ALL, users.check(user("zoë", "secret")));
        assertEquals(WRONG, refusal(() -> users.check(user("alice", "Secret"))));
        assertEquals(WRONG, refusal(() -> users.check(user("alice", ""))));
        assertEquals(WRONG, refusal(() -> users.check(user("Alice", "secret"))));
        assertEquals(WRONG, refusal(() -> users.check(user("mallory", "secret"))));
        assertEquals(WRONG, refusal(() -> users.check(user("# people", "secret"))));
    }

    @Test
    void halfOfAnAccountIsLookedAtAndRefused() throws Exception {
        Users users = Users.open(file);
        for (Credentials half :
                new Credentials[] {
                    brings(null, "alice", null, null), brings(null, null, "secret", null)
                }) {
            assertTrue(users.takes(half));
            assertEquals(WRONG, refusal(() -> users.check(knock(half))));
        }
        assertFalse(users.takes(brings("token", null, null, "key")));
    }

    @Test
    void anUnknownNameCostsWhatAWrongPasswordDoes() throws Exception {
        Users users = Users.open(Files.writeString(file, "alice:" + PASSWORD));
        long wrong = quickest(users, "alice");
        long unknown = quickest(users, "mallory");
        assertTrue(unknown > wrong / 4, unknown + " ns, but a wrong password " + wrong);
    }

    private static long quickest(Users users, String name) {
        return LongStream.range(0, 4)
                .map(
                        i -> {
                            long start = System.nanoTime();
                            assertEquals(WRONG, refusal(() -> users.check(user(name, "wrong"))));
                            return System.nanoTime() - start;
                        })
                .min()
                .orElseThrow();
    }

    @Test
    void withoutUsersNobodyComesIn() throws Exception {
        Users users = Users.open(Files.writeString(file, "# nobody yet\n"));
        assertEquals(WRONG, refusal(() -> users.check(user("alice", "secret"))));
    }

    @Test
    void aChangeCountsAtOnce() throws Exception {
        Users users = Users.open(file);
        change("bob:" + SECRET);
        assertEquals(Grant.ALL, users.check(user("bob", "secret")));
        assertEquals(WRONG, refusal(() -> users.check(user("alice", "secret"))));
    }

    @Test
    void aBrokenVersionKeepsTheOldAndIsToldOnce() throws Exception {
        Users users = Users.open(file);
        try (Logged log = new Logged()) {
            change("alice:" + SECRET + "\nbob:hunter2\n");
            assertEquals(Grant.ALL, users.check(user("alice", "secret")));
            assertEquals(Grant.ALL, users.check(user("alice", "secret")));
            assertEquals(1, log.count("WARN", "users can't be used, its last good version"));
            assertEquals(1, log.count("WARN", ": line 2: the hash is neither"));
            assertFalse(log.all().contains("hunter2"));
            Files.delete(file);
            assertEquals(Grant.ALL, users.check(user("zoë", "secret")));
            assertEquals(Grant.ALL, users.check(user("zoë", "secret")));
            assertEquals(2, log.count("WARN", ""));
            change("carol:" + SECRET);
            assertEquals(Grant.ALL, users.check(user("carol", "secret")));
            assertEquals(1, log.count("INFO", "was read again: 1 users"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice | 'line 1: must be name:hash, the name of 1 to 256 characters'",
                "a:plain | 'line 1: the hash is neither bcrypt ($2b$…) nor Argon2id ($argon2id$v=19$…)'",
                ":" + SECRET + " | 'line 1: must be name:hash, the name of 1 to 256 characters'",
                "a:" + SECRET + "%na:" + SECRET + " | 'line 2: the name is there already'",
            })
    void aFileThatCannotBeUsedIsRefusedWithItsLine(String text, String message) throws IOException {
        Files.writeString(file, text.replace("%n", "\n"));
        assertEquals(message, problem());
    }

    @Test
    void aFileIsTextOfABoundedSize() throws IOException {
        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertEquals("is not UTF-8 text", problem());
        Files.writeString(file, "#".repeat(1024 * 1024 + 1));
        assertEquals("has more than 1048576 bytes", problem());
        Files.delete(file);
        assertEquals("no such file", problem());
    }

    private String problem() {
        return String.valueOf(assertThrows(IOException.class, () -> Users.open(file)).getMessage());
    }

    /** As editors do it: a new file takes the old one's place. */
    private void change(String text) throws IOException {
        Path next = folder.resolve("users.new");
        Files.writeString(next, text);
        var later = Files.getLastModifiedTime(next).toInstant().plus(Duration.ofSeconds(2));
        Files.setLastModifiedTime(next, java.nio.file.attribute.FileTime.from(later));
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
