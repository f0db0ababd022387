package dev.rillcast.web;

import com.sun.management.OperatingSystemMXBean;
import dev.rillcast.admission.Admission;
import java.lang.management.ManagementFactory;

/**
 * How busy the processors are, or what a container may use of them. The JDK tells the load since it
 * was asked before, so all others ask {@link Admission#load}.
 */
final class ProcessorLoad {
    private final OperatingSystemMXBean machine =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Admission admission;

    ProcessorLoad(Admission admission) {
        this.admission = admission;
        double _ = machine.getCpuLoad(); // from here on
    }

    /**
     * To be called each second.
     *
     * @param now of {@link System#nanoTime}
     */
    void measure(long now) {
        admission.measured(machine.getCpuLoad(), now);
    }
}
