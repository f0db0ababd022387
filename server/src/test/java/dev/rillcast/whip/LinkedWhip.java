package dev.rillcast.whip;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rillcast.TestServer;
import dev.rillcast.link.LinkEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** WHIP as it is, but for the answers' candidates: they lead over a link. */
final class LinkedWhip implements AutoCloseable {
    private static final List<String> PASSED_BACK = List.of("Location", "Content-Type");

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer front;
    private final TestServer server;
    private final LinkEmulator link;

    LinkedWhip(TestServer server, long seed) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port = server.config().media().port();
        this.server = server;
        link = LinkEmulator.open(new InetSocketAddress(loopback, port), seed);
        front = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        front.createContext("/", this::pass);
        front.start();
    }

    LinkEmulator link() {
        return link;
    }

    String url(String path) {
        return "http://127.0.0.1:" + front.getAddress().getPort() + path;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(server.http(exchange.getRequestURI().getPath())))
                            .header("Content-Type", "application/sdp")
                            .method(
                                    exchange.getRequestMethod(),
                                    BodyPublishers.ofByteArray(
                                            exchange.getRequestBody().readAllBytes()))
                            .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            for (String name : PASSED_BACK) {
                answer.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().add(name, value));
            }
            byte[] body = linked(answer.body()).getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String linked(String sdp) {
        return sdp.replace(
                " 127.0.0.1 " + server.config().media().port() + " ",
                " 127.0.0.1 " + link.address().getPort() + " ");
    }

    @Override
    public void close() {
        front.stop(0);
        client.close();
        link.close();
    }
}
