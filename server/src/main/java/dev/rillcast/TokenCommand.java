package dev.rillcast;

import dev.rillcast.auth.Grant;
import dev.rillcast.auth.NewJwt;
import dev.rillcast.auth.Secrets;
import dev.rillcast.config.Auth;
import dev.rillcast.config.Config;
import dev.rillcast.config.ConfigException;
import dev.rillcast.rtmp.RtmpUrl;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code rillcast token}: what to hand out to those who may sign in. */
@Command(name = "token", header = "Make a JWT with auth.jwt.secret, or a random token.")
final class TokenCommand implements Callable<Integer> {
    private final PrintWriter out;
    private final Supplier<Config> config;

    @ArgGroup(multiplicity = "1")
    private Kind kind = new Kind();

    @Option(names = "--room", description = "the only room that may be entered")
    private @Nullable String room;

    @Option(names = "--streamname", description = "the only name that a stream may have")
    private @Nullable String streamName;

    @Option(
            names = "--output",
            paramLabel = "URL",
            description = "the only RTMP URL, without the stream's name, to which it may go")
    private @Nullable String output;

    @Option(
            names = "--lifetime",
            converter = Span.class,
            description = "how long a session may last: 90s, 30m, 2h or 1d")
    private @Nullable Duration lifetime;

    @Option(
            names = "--expires",
            converter = Span.class,
            defaultValue = "1d",
            description = "how long the token may be used to sign in; 1d if nothing is said")
    private Duration expires = Duration.ofDays(1);

    private static final class Kind {
        @Option(
                names = "--user",
                paramLabel = "NAME",
                required = true,
                description = "whom the JWT is for")
        private @Nullable String user;

        @Option(
                names = "--random",
                required = true,
                description = "a random token or API key, and below it its hash")
        private boolean random;
    }

    /** A number and its unit. */
    private static final class Span implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})([smhd])");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("must be such as 90s, 30m, 2h or 1d");
            }
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }

    /**
     * @param config read only where it is needed
     */
    TokenCommand(PrintWriter out, Supplier<Config> config) {
        this.out = out;
        this.config = config;
    }

    @Override
    public Integer call() {
        if (kind.random) {
            String token = Secrets.random(new SecureRandom());
            out.println(token);
            out.println(Secrets.hash(token));
            return ExitCode.OK;
        }
        Auth auth = config.get().auth();
        String secret =
                auth.jwt()
                        .secret()
                        .orElseThrow(
                                () ->
                                        new ConfigException(
                                                "auth.jwt.secret",
                                                "is not set, and a JWT is signed with it"));
        String user = Objects.requireNonNullElse(kind.user, "");
        NewJwt jwt = new NewJwt(user, grant(), SignInWays.rules(auth), expires);
        out.println(jwt.sign(secret, Instant.now()));
        return ExitCode.OK;
    }

    private Grant grant() {
        if (output != null) {
            try {
                var _ = RtmpUrl.parse(output, streamName == null ? "any" : streamName);
            } catch (IllegalArgumentException e) {
                throw new ConfigException("--output", String.valueOf(e.getMessage()));
            }
        }
        return new Grant(
                Optional.ofNullable(room),
                Optional.ofNullable(streamName),
                Optional.ofNullable(output),
                Optional.ofNullable(lifetime));
    }
}
