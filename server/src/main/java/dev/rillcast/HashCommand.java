package dev.rillcast;

import dev.rillcast.auth.PasswordHash;
import dev.rillcast.auth.Secrets;
import dev.rillcast.auth.Users;
import dev.rillcast.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code rillcast hash}: what stands in files in place of a secret. */
@Command(
        name = "hash",
        header = "Print the hash of a password or a token.",
        description = "Asks for it at the terminal, or reads a line of standard input.")
final class HashCommand implements Callable<Integer> {
    private final PrintWriter out;
    private final Prompt prompt;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    private static final class What {
        @Option(
                names = "--user",
                paramLabel = "NAME",
                required = true,
                description = "a password's, as NAME:HASH for the file of auth.users")
        private @Nullable String user;

        @Option(
                names = "--token",
                required = true,
                description = "a token's or API key's, as sha256:HEX for auth.tokens, auth.apiKeys")
        private boolean token;
    }

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "with --user: put it there, in place of the name's former line")
    private @Nullable Path file;

    HashCommand(PrintWriter out, Prompt prompt) {
        this.out = out;
        this.prompt = prompt;
    }

    @Override
    public Integer call() throws Prompt.NotGivenException {
        Path to = file;
        if (what.token) {
            if (to != null) {
                throw new ConfigException("--file", "goes with --user");
            }
            out.println(Secrets.hash(prompt.ask("token")));
            return ExitCode.OK;
        }
        String user = Objects.requireNonNullElse(what.user, "");
        if (!user.matches("[^:#\\s\\p{Cntrl}]([^:\\p{Cntrl}]*[^:\\s\\p{Cntrl}])?")) {
            throw new ConfigException("--user", "a name has no : in it and begins with no #");
        }
        String password = prompt.ask("password");
        if (to == null) {
            out.println(user + ":" + PasswordHash.of(password));
        } else {
            put(to, user, password);
        }
        return ExitCode.OK;
    }

    private static void put(Path file, String user, String password) {
        try {
            Users.put(file, user, password);
        } catch (IOException e) {
            throw new ConfigException("--file", file + ": " + e.getMessage());
        }
    }
}
