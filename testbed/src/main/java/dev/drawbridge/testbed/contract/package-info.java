/**
 * What a real server answers, as suites that run against the real one here and against its stand-in
 * where that lives, so that the stand-in can't drift from the truth.
 */
@NullMarked
package dev.drawbridge.testbed.contract;

import org.jspecify.annotations.NullMarked;
