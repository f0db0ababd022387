/**
 * TLS towards ingests and Icecast servers: whom we trust, and what was wrong when that fails. And
 * the deadlines of reads, which TLS has below it.
 */
@NullMarked
package dev.rillcast.tls;

import org.jspecify.annotations.NullMarked;
