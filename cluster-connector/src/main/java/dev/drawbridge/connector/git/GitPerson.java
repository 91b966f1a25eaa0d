package dev.drawbridge.connector.git;

/**
 * Someone named in a commit, as written there; nothing proves it.
 *
 * @param name may be empty
 * @param email empty where a trailer names none: who that is can't be told
 */
public record GitPerson(String name, String email) {}
