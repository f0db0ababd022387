package dev.rillcast.auth;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an address of the operator's choice, within 3 s, following no redirect and reading no more
 * than 64 kB. It says in the log when the address begins to fail and when it is well again.
 */
final class Inquiry {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int MAX_BODY = 64 * 1024;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(LIMIT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    private final String key;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * @param key of the configuration, which names the address in the log
     */
    Inquiry(String key) {
        this.key = key;
    }

    record Answer(int status, String body) {}

    interface Reading<T> {
        /**
         * @throws IOException if the answer makes no sense; the message goes to the log
         */
        T read(Answer answer) throws IOException;
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @throws IOException if there is none, or none that can be read; it was logged
     */
    <T> T ask(HttpRequest request, Reading<T> reading) throws IOException {
        try {
            T read = reading.read(answer(request));
            if (failing.compareAndSet(true, false)) {
                LOG.info("{} answers again", key);
            }
            return read;
        } catch (IOException e) {
            if (failing.compareAndSet(false, true)) {
                LOG.warn("{} does not answer as it should: {}", key, e.getMessage());
            }
            throw e;
        }
    }

    private Answer answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
        try {
            // The request's own timeout would end with the header and let a body trickle for ever.
            HttpResponse<byte[]> response = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(
                    response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new IOException("it took longer than " + LIMIT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is stopping", e);
        } finally {
            answer.cancel(true); // does nothing to one that is done
        }
    }
}
