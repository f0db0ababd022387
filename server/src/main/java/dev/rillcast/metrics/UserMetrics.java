package dev.rillcast.metrics;

import static dev.rillcast.metrics.Metric.counter;
import static dev.rillcast.metrics.Metric.gauge;
import static dev.rillcast.metrics.Metric.point;
import static dev.rillcast.metrics.Metric.points;

import dev.rillcast.auth.Access;
import dev.rillcast.auth.RefusedException;
import dev.rillcast.signal.Sessions;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.IntSupplier;

/** Who is signed in, and who wanted to be. */
final class UserMetrics {
    private final Sessions sessions;
    private final Access access;
    private final IntSupplier sockets;

    UserMetrics(Sessions sessions, Access access, IntSupplier sockets) {
        this.sessions = sessions;
        this.access = access;
        this.sockets = sockets;
    }

    List<MetricSnapshot> collect() {
        return List.of(
                gauge("rillcast_users", "Users who are signed in", sessions.count()),
                gauge("rillcast_sockets", "Signalling sockets that are open", sockets.getAsInt()),
                gauge("rillcast_rooms", "Rooms with somebody in them", sessions.rooms()),
                gauge(
                        "rillcast_calls",
                        "Calls between users",
                        List.of(
                                point(sessions.calls(false), "state", "ringing"),
                                point(sessions.calls(true), "state", "answered"))),
                counter(
                        "rillcast_auth_granted",
                        "Users and WHIP requests that were let in",
                        access.granted()),
                counter(
                        "rillcast_auth_refused",
                        "Users and WHIP requests that were not",
                        points("reason", RefusedException.Reason.class, access.refused())));
    }
}
