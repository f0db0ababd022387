package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LingeringConnectorTest {
    private final Server server = new Server();
    private Socket client;

    @BeforeEach
    void connect() throws Exception {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        LingeringConnector connector = new LingeringConnector(server, host, 0, new Bye());
        server.addConnector(connector);
        server.start();
        client = new Socket(host, connector.getLocalPort());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.stop();
    }

    @Test
    void aClientThatStillSendsIsNotResetByTheClose() throws Exception {
        hearTheLastWord();
        for (int i = 0; i < 32; i++) {
            assertDoesNotThrow(() -> client.getOutputStream().write(new byte[8 * 1024]));
        }
    }

    @Test
    void aClientThatNeverClosesIsLeftAfterAWhile() throws Exception {
        hearTheLastWord();
        boolean reset = false;
        while (!reset) {
            LockSupport.parkNanos(10_000_000); // bounded by the test's timeout
            reset = !taken();
        }
    }

    private void hearTheLastWord() throws IOException {
        byte[] heard = client.getInputStream().readAllBytes();
        assertEquals("bye", new String(heard, StandardCharsets.US_ASCII));
    }

    private boolean taken() {
        try {
            client.getOutputStream().write(0);
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    /** Says one word and closes, whatever comes in. */
    private static final class Bye extends AbstractConnectionFactory {
        Bye() {
            super("bye");
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return new AbstractConnection(endPoint, connector.getExecutor()) {
                @Override
                public void onOpen() {
                    super.onOpen();
                    Callback close = Callback.from(this::close);
                    getEndPoint().write(close, StandardCharsets.US_ASCII.encode("bye"));
                }

                @Override
                public void onFillable() {}
            };
        }
    }
}
