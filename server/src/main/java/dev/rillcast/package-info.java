/** The program: reads the command line and the configuration, wires the rooms, starts and stops. */
@NullMarked
package dev.rillcast;

import org.jspecify.annotations.NullMarked;
