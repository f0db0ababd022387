package dev.rillcast.web;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** What Jetty does for each WebSocket by default, and we can do without thousands of times. */
final class LeanSockets {
    private LeanSockets() {}

    static void configure(ServletContextHandler context) {
        forgetHttpSessions(context.getSessionHandler());
        context.addEventListener(
                new LifeCycle.Listener() {
                    @Override
                    public void lifeCycleStarted(LifeCycle started) {
                        goWithoutCompression(context);
                    }
                });
    }

    /** Javalin asks for one at each upgrade, and nobody would ever end it. */
    private static void forgetHttpSessions(SessionHandler sessions) {
        NullSessionCache none = new NullSessionCache(sessions);
        none.setSessionDataStore(new NullSessionDataStore());
        sessions.setSessionCache(none);
        sessions.setUsingCookies(false);
    }

    /**
     * Browsers ask for permessage-deflate (RFC 7692). Its two tables stay with each socket, up to
     * 300 kB of them, and would save a few hundred bytes a minute.
     */
    private static void goWithoutCompression(ServletContextHandler context) {
        WebSocketServerComponents.getWebSocketComponents(context)
                .getExtensionRegistry()
                .unregister("permessage-deflate");
    }
}
