/** Bad networks on loopback, for tests and benches: what the kernel's netem is elsewhere. */
@NullMarked
package dev.rillcast.link;

import org.jspecify.annotations.NullMarked;
