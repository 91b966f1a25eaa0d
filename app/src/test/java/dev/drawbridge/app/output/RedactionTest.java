package dev.drawbridge.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer hush-hush-1234",
                "authorization=[Bearer hush-hush-1234]",
                "with bearer hush-hush-hush-hush-hush",
                "Basic aHVzaC1odXNo=",
                "{\"token\":\"hush-hush\"}",
                "{\"access_token\" : \"hush-hush\"}",
                "password: hush-hush",
                "https://rita:hush-hush@registry.example.org/",
                "Set-Cookie: hush-hush",
                "client-key-data: hush-hush",
                "eyJhdXNo.eyJodXNo-hush-hush",
                "-----BEGIN EC PRIVATE KEY-----\nhush-hush\n-----END EC PRIVATE KEY-----"
            })
    void takesCredentialsOut(String text) {
        assertThat(Redaction.of(text)).doesNotContain("hush").contains("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the credential plugin wrote no token; log in again",
                "the exec token expired at 2026-11-21T12:00:00Z",
                "basic authentication is refused",
                "Secret shop/payments changed since",
                "https://registry.example.org/v2/shop/checkout@sha256:41be0aa"
            })
    void leavesSentencesAlone(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void aFloodOfTextIsReadOnce() {
        String flood = "token ".repeat(200_000);
        assertThat(Redaction.of(flood)).isEqualTo(flood);
    }
}
