package dev.rillcast.auth;

import dev.rillcast.auth.RefusedException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts with a name and a password, of a file that is read again when it changes. A version that
 * can't be used changes nothing but the log.
 */
public final class Users implements Way {
    private static final Logger LOG = LoggerFactory.getLogger(Users.class);
    private static final int BUSY_SECONDS = 2;
    private static final UsersFile.Stamp GONE =
            new UsersFile.Stamp(FileTime.fromMillis(0), -1, null);

    private final Path path;

    /** Half of the cores at most: media goes on while somebody tries passwords. */
    private final Semaphore hashing =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    private final int seed = new Random().nextInt();
    private UsersFile file;
    private UsersFile.@Nullable Stamp broken;

    private Users(Path path, UsersFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * @throws IOException if the file can't be used, saying why; the message repeats no hash
     */
    public static Users open(Path path) throws IOException {
        return new Users(path, UsersFile.read(path));
    }

    /**
     * Gives an account a password, or makes the account, and the file if there is none.
     *
     * @throws IOException if the file can't be used or written; the message repeats no hash
     */
    public static void put(Path path, String name, String password) throws IOException {
        UsersFile.put(path, name, PasswordHash.of(password));
    }

    @Override
    public boolean takes(Credentials credentials) {
        return credentials.serverUserName().isPresent() || credentials.serverPassword().isPresent();
    }

    @Override
    public Grant check(Knock knock) throws RefusedException {
        String name = knock.credentials().serverUserName().orElse("");
        String password = knock.credentials().serverPassword().orElse("");
        if (hash(name, password).isEmpty()) {
            throw new RefusedException(
                    Reason.WRONG_CREDENTIALS, "serverUserName or serverPassword is wrong");
        }
        return Grant.ALL;
    }

    /**
     * The hash of an account whose password this is; empty if it is not, or there is no such
     * account, which takes as long.
     *
     * @throws RefusedException if that can't be found out now
     */
    Optional<PasswordHash> hash(String name, String password) throws RefusedException {
        UsersFile current = current();
        Optional<PasswordHash> known = Optional.ofNullable(current.users().get(name));
        Optional<PasswordHash> looked = known.or(() -> decoy(current, name));
        boolean right = looked.isPresent() && matches(looked.get(), password);
        return right ? known : Optional.empty();
    }

    /** Whether the account still is there, with the password that it had. */
    boolean has(String name, PasswordHash hash) {
        return hash.equals(current().users().get(name));
    }

    /** Another's hash, always the same for a name: so unknown names cost what known ones do. */
    private Optional<PasswordHash> decoy(UsersFile current, String name) {
        List<PasswordHash> hashes = List.copyOf(current.users().values());
        return hashes.isEmpty()
                ? Optional.empty()
                : Optional.of(hashes.get(Math.floorMod(name.hashCode() ^ seed, hashes.size())));
    }

    private boolean matches(PasswordHash hash, String password) throws RefusedException {
        try {
            if (!hashing.tryAcquire(BUSY_SECONDS, TimeUnit.SECONDS)) {
                throw new RefusedException(
                        Reason.UNAVAILABLE, "too many are signing in just now; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Reason.UNAVAILABLE, "the server is stopping");
        }
        try {
            return hash.matches(password);
        } finally {
            hashing.release();
        }
    }

    private synchronized UsersFile current() {
        UsersFile.Stamp now = null;
        try {
            now = UsersFile.Stamp.of(path);
            if (!now.equals(file.stamp()) && !now.equals(broken)) {
                file = UsersFile.read(path);
                broken = null;
                LOG.info("{} was read again: {} users", path, file.users().size());
            }
        } catch (IOException e) {
            warnOnce(now, e);
        }
        return file;
    }

    private void warnOnce(UsersFile.@Nullable Stamp version, IOException problem) {
        UsersFile.Stamp stamp = version == null ? GONE : version;
        if (!stamp.equals(broken)) {
            broken = stamp;
            LOG.warn(
                    "{} can't be used, its last good version counts: {}",
                    path,
                    problem.getMessage());
        }
    }

    @Override
    public String wants() {
        return "serverUserName with serverPassword";
    }
}
