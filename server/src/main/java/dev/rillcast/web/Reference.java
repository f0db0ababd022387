package dev.rillcast.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The SDK's reference at {@code /docs/}. Each of its pages begins with the same few words of script
 * (the theme that was chosen), which are allowed by their hash (CSP Level 3, hash-source); nothing
 * else is.
 */
final class Reference {
    private static final String INDEX = "/web/docs/index.html";
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private final String policy = policy(index());

    void routes(JavalinDefaultRoutingApi routes) {
        routes.get("/docs", Reference::start);
        routes.head("/docs", Reference::start);
        routes.before("/docs/*", ctx -> ctx.header(Pages.CONTENT_SECURITY_POLICY, policy));
    }

    /** Javalin takes the path with a slash and without; the page's links need the slash. */
    private static void start(Context ctx) {
        if (ctx.path().endsWith("/")) {
            Pages.page(ctx, "docs/index.html");
        } else {
            ctx.redirect("/docs/", HttpStatus.MOVED_PERMANENTLY);
        }
    }

    static String policy(String page) {
        String hashes =
                SCRIPT.matcher(page)
                        .results()
                        .map((MatchResult script) -> " '" + hash(script.group(1)) + "'")
                        .collect(Collectors.joining());
        // Its script hides and shows things by styles that it makes itself.
        return Pages.CONTENT_POLICY
                + "; style-src 'self' 'unsafe-inline'; script-src 'self'"
                + hashes;
    }

    private static String hash(String script) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first of the pages; empty where the SDK was built without them. */
    private static String index() {
        try (InputStream page = Reference.class.getResourceAsStream(INDEX)) {
            return page == null ? "" : new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
