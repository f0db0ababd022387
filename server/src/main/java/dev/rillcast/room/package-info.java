/** Rooms, who is in them, and who calls whom: pure state, without sockets, threads and clocks. */
@NullMarked
package dev.rillcast.room;

import org.jspecify.annotations.NullMarked;
