package dev.rillcast.auth;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the whole process logs while this is open. */
public final class Logged implements AutoCloseable {
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    /** Begins to listen. */
    public Logged() {
        appender.start();
        root.addAppender(appender);
    }

    /** The lines of a level, such as WARN, that hold a text. */
    public long count(String level, String text) {
        return events().stream()
                .filter(event -> event.getLevel().toString().equals(level))
                .filter(event -> event.getFormattedMessage().contains(text))
                .count();
    }

    /** Everything, stack traces and all. */
    public String all() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : events()) {
            text.append(event.getFormattedMessage()).append('\n');
            for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                text.append(cause.getMessage()).append('\n');
            }
        }
        return text.toString();
    }

    private List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }

    @Override
    public void close() {
        root.detachAppender(appender);
    }
}
