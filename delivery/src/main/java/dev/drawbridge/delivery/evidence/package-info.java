/**
 * What is known about a release, each fact with its source, its signer, the digest it speaks of and
 * its time. Each part fails by itself into a state that a rule can see; none fails into silence.
 */
@NullMarked
package dev.drawbridge.delivery.evidence;

import org.jspecify.annotations.NullMarked;
