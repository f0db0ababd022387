/**
 * What is counted and measured while the server runs, without locks, for whoever reads it later.
 */
@NullMarked
package dev.rillcast.tally;

import org.jspecify.annotations.NullMarked;
