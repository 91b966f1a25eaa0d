package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One change of an object in the practice cluster.
 *
 * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
 * @param kind of the object, such as {@code Deployment}
 * @param object as it is now, or as it last was; not to be changed
 */
public record Change(String type, String kind, JsonNode object) {}
