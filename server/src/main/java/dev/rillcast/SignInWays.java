package dev.rillcast;

import dev.rillcast.auth.Access;
import dev.rillcast.auth.ApiKeys;
import dev.rillcast.auth.Bintu;
import dev.rillcast.auth.Hook;
import dev.rillcast.auth.Jwks;
import dev.rillcast.auth.Jwt;
import dev.rillcast.auth.JwtKeys;
import dev.rillcast.auth.Operators;
import dev.rillcast.auth.Secrets;
import dev.rillcast.auth.Tokens;
import dev.rillcast.auth.Users;
import dev.rillcast.auth.Way;
import dev.rillcast.config.Auth;
import dev.rillcast.config.Config;
import dev.rillcast.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Wires the ways to sign in, in the order in which they are asked. */
final class SignInWays {
    private SignInWays() {}

    /**
     * @throws ConfigException naming the key whose file can't be used
     */
    static Access access(Config config) {
        Auth auth = config.auth();
        List<Way> ways = new ArrayList<>();
        if (auth.jwt().used()) {
            ways.add(new Jwt(keys(auth.jwt()), rules(auth)));
        }
        if (!auth.tokens().isEmpty()) {
            ways.add(new Tokens(new Secrets(auth.tokens())));
        }
        auth.users().ifPresent(file -> ways.add(users("auth.users", file)));
        if (!auth.apiKeys().isEmpty() || auth.bintu().isPresent()) {
            ways.add(new ApiKeys(new Secrets(auth.apiKeys()), auth.bintu().map(Bintu::new)));
        }
        auth.hook().ifPresent(address -> ways.add(new Hook(address)));
        return new Access(config.whip().token(), ways);
    }

    /**
     * Those who may see all broadcasts and end them.
     *
     * @throws ConfigException if their file can't be used
     */
    static Operators operators(Config.Admin admin) {
        return new Operators(admin.users().map(file -> users("admin.users", file)));
    }

    /** What the claims of a token must be, and those of a new one are. */
    static Jwt.Rules rules(Auth auth) {
        return new Jwt.Rules(auth.jwt().issuer(), auth.jwt().audience(), auth.tokens().isEmpty());
    }

    private static JwtKeys keys(Auth.Jwt jwt) {
        Optional<String> pem = jwt.key().map(SignInWays::pem);
        try {
            return new JwtKeys(jwt.secret(), pem, jwt.jwks().map(Jwks::new));
        } catch (IllegalArgumentException e) {
            String file = jwt.key().map(Path::toString).orElse("");
            throw new ConfigException("auth.jwt.key", file + " " + e.getMessage());
        }
    }

    private static String pem(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("auth.jwt.key", file + ": no such file");
        } catch (IOException e) {
            throw new ConfigException("auth.jwt.key", file + " can't be read");
        }
    }

    private static Users users(String key, Path file) {
        try {
            return Users.open(file);
        } catch (IOException e) {
            throw new ConfigException(key, file + ": " + e.getMessage());
        }
    }
}
