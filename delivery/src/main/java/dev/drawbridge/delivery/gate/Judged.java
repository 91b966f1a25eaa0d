package dev.drawbridge.delivery.gate;

import dev.drawbridge.policies.Assessment;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.Verdict;

/**
 * One judgement of the gate.
 *
 * @param inputJson the very bytes that were judged; not to be changed
 * @param assessment what people approve
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what is hashed and stored
public record Judged(GateInput input, byte[] inputJson, Verdict verdict, Assessment assessment) {}
