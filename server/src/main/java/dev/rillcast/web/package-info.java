/**
 * Everything over HTTP, through Javalin: pages, the SDK's script, WHIP, the signalling socket, live
 * streams.
 */
@NullMarked
package dev.rillcast.web;

import org.jspecify.annotations.NullMarked;
