/** What a bench has shown: its runs, their medians, and the one form in which all are kept. */
@NullMarked
package dev.rillcast.bench.result;

import org.jspecify.annotations.NullMarked;
