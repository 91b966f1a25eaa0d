package dev.drawbridge.connector.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String HEX =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx",
        "nginx:1.2, docker.io/library/nginx:1.2",
        "shop/checkout, docker.io/shop/checkout",
        "index.docker.io/nginx, docker.io/library/nginx",
        "localhost/app:main, localhost/app:main",
        "registry.example.org:5000/shop/checkout:main, registry.example.org:5000/shop/checkout:main",
        "127.0.0.1:5000/a__b/c-d.e, 127.0.0.1:5000/a__b/c-d.e",
        "r.example.org/a@sha256:" + HEX + ", r.example.org/a@sha256:" + HEX,
        "r.example.org/a:1@sha256:" + HEX + ", r.example.org/a:1@sha256:" + HEX
    })
    void isReadAsContainerRuntimesReadIt(String written, String meant) {
        ImageReference reference = ImageReference.parse(written);
        assertThat(reference).hasToString(meant);
        assertThat(ImageReference.parse(meant)).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "UPPER",
                "r.example.org/",
                "r.example.org/a:",
                "r.example.org/a b",
                "r.example.org/a@sha256:12",
                "r.example.org/a@md5:12",
                "r.example.org/../b",
                "https://r.example.org/a",
                "r.example.org/a?x=1",
                "user@r.example.org/a",
                "r.example.org:port/a",
                "r.example.org/a//b"
            })
    void anythingElseIsBadInput(String written) {
        assertThatThrownBy(() -> ImageReference.parse(written))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.BAD_INPUT));
    }

    @Test
    void atADigestItHasNoTag() {
        Digest digest = new Digest("sha256:" + HEX);
        assertThat(ImageReference.parse("r.example.org/a:1").at(digest))
                .hasToString("r.example.org/a@sha256:" + HEX);
    }

    @Test
    void aDigestIsLowerCase() {
        assertThatThrownBy(() -> new Digest("sha256:" + HEX.toUpperCase(java.util.Locale.ROOT)))
                .isInstanceOf(ConnectorException.class);
    }
}
