/** Whether another broadcast may begin, or the machine has enough of them. */
@NullMarked
package dev.rillcast.admission;

import org.jspecify.annotations.NullMarked;
