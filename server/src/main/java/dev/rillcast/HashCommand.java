package dev.rillcast;

import dev.rillcast.auth.PasswordHash;
import dev.rillcast.auth.Secrets;
import dev.rillcast.config.ConfigException;
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
    private final Main main;

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

    HashCommand(Main main) {
        this.main = main;
    }

    @Override
    public Integer call() throws Prompt.NotGivenException {
        if (what.token) {
            main.out().println(Secrets.hash(main.prompt().ask("token")));
            return ExitCode.OK;
        }
        String user = Objects.requireNonNullElse(what.user, "");
        if (!user.matches("[^:#\\s\\p{Cntrl}]([^:\\p{Cntrl}]*[^:\\s\\p{Cntrl}])?")) {
            throw new ConfigException("--user", "a name has no : in it and begins with no #");
        }
        main.out().println(user + ":" + PasswordHash.of(main.prompt().ask("password")));
        return ExitCode.OK;
    }
}
