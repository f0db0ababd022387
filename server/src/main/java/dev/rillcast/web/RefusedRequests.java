package dev.rillcast.web;

import io.javalin.http.HttpStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses before any room sees it, such as a path with {@code %00}. */
final class RefusedRequests implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpStatus status = HttpStatus.forStatus(response.getStatus());
        String problem = Problem.json(status, "the request is not well-formed, or too large");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
        response.write(true, ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
