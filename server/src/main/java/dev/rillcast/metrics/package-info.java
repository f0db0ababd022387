/**
 * What the server tells of itself to those who watch over it: figures for Prometheus, and health.
 */
@NullMarked
package dev.rillcast.metrics;

import org.jspecify.annotations.NullMarked;
