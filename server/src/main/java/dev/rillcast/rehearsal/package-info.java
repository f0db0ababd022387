/**
 * A user of the server's own, who does once what others will do, for the archive of its classes.
 */
@NullMarked
package dev.rillcast.rehearsal;

import org.jspecify.annotations.NullMarked;
