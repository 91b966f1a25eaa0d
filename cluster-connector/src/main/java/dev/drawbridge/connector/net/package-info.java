/**
 * HTTP as every connection of ours wants it: verified TLS, no credential to another host, bounded
 * in time and size.
 */
@NullMarked
package dev.drawbridge.connector.net;

import org.jspecify.annotations.NullMarked;
