/**
 * What is told of a broadcast, while it runs and after its end: its log, the report that is made of
 * that, and the report's JSON.
 */
@NullMarked
package dev.rillcast.report;

import org.jspecify.annotations.NullMarked;
