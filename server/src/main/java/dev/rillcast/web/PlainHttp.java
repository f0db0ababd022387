package dev.rillcast.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends those who ask for {@code http://} at a port that speaks TLS on to {@code https://}, at the
 * very address that they asked at: a router may map another port to ours.
 */
final class PlainHttp extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String authority = request.getHttpURI().getAuthority();
        if (request.isSecure() || authority == null) {
            return super.handle(request, response, callback);
        }
        // Not for good (308): without TLS again, browsers must find back.
        Response.sendRedirect(
                request,
                response,
                callback,
                HttpStatus.TEMPORARY_REDIRECT_307,
                "https://" + authority + request.getHttpURI().getPathQuery(),
                true);
        return true;
    }
}
