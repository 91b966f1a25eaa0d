package dev.drawbridge.delivery.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

/** The mistakes that can be made in one place of a workspace file, and how each is answered. */
final class WorkspaceMistakes {
    private WorkspaceMistakes() {}

    /** A change to a good file, and what the answer must say. */
    record Mistake(String name, String from, String to, boolean schemaSeesIt, String... says) {
        @Override
        public String toString() {
            return name;
        }

        String yaml() {
            assertThat(WorkspaceFolder.SHOP).contains(from);
            return WorkspaceFolder.SHOP.replace(from, to);
        }
    }

    private static Mistake seen(String name, String from, String to, String... says) {
        return new Mistake(name, from, to, true, says);
    }

    private static Mistake unseen(String name, String from, String to, String... says) {
        return new Mistake(name, from, to, false, says);
    }

    static Stream<Mistake> all() {
        return Stream.concat(ofTheFile(), ofTheRules());
    }

    private static Stream<Mistake> ofTheRules() {
        return Stream.of(
                seen(
                        "unknown collection",
                        "collections: [minimal, change-basic]",
                        "collections: [minimall, change-basic]",
                        ":30:21: found 'minimall', expected one of change-basic, minimal",
                        "did you mean 'minimal'?"),
                seen(
                        "collection that lacks rules",
                        "collections: [minimal, change-basic]",
                        "collections: [minimal, slsa]",
                        "found 'slsa', which is not supported yet, expected one of change-basic, minimal"),
                seen(
                        "unknown rule",
                        "{ image.registry_allowed: {",
                        "{ image.registry_alowed: {",
                        "found the unknown key 'image.registry_alowed', expected one of change.four_eyes",
                        "did you mean 'image.registry_allowed'?"),
                seen(
                        "rule of a later version",
                        "{ image.registry_allowed: { hosts: [registry.example.org:5000] } }",
                        "{ slsa.builder_trusted_level: { level: 3 } }",
                        "found 'slsa.builder_trusted_level', which is not supported yet"),
                seen(
                        "unknown parameter",
                        "{ hosts: [registry.example.org:5000] }",
                        "{ host: [registry.example.org:5000] }",
                        "found the unknown key 'host', expected one of hosts",
                        "did you mean 'hosts'?"),
                seen(
                        "parameter of a rule without any",
                        "{ image.registry_allowed: { hosts: [registry.example.org:5000] } }",
                        "{ k8s.pss.privileged: { allow: [app] } }",
                        "found the unknown key 'allow', expected none: nothing can be set here"),
                seen(
                        "parameter of another type",
                        "{ hosts: [registry.example.org:5000] }",
                        "{ hosts: registry.example.org:5000 }",
                        "found 'registry.example.org:5000', expected a list",
                        "put it in [ ]"),
                seen(
                        "text for a parameter's number",
                        "{ image.registry_allowed: { hosts: [registry.example.org:5000] } }",
                        "{ test.unit_passed: { minimum: many } }",
                        "found 'many', expected a whole number from 0 to 999999999"),
                seen(
                        "number below a parameter's range",
                        "{ image.registry_allowed: { hosts: [registry.example.org:5000] } }",
                        "{ test.unit_passed: { minimum: -1 } }",
                        "found '-1', expected a whole number from 0 to 999999999"),
                seen(
                        "text for a parameter's flag",
                        "{ image.registry_allowed: { hosts: [registry.example.org:5000] } }",
                        "{ image.digest_pinned: { strict: very } }",
                        "found 'very', expected true or false"),
                seen(
                        "word that no parameter knows",
                        "{ image.registry_allowed: { hosts: [registry.example.org:5000] } }",
                        "{ vuln.no_blocking_cve: { severities: [critcal] } }",
                        "found 'critcal', expected one of critical, high, medium, low, negligible, unknown",
                        "did you mean 'critical'?"));
    }

    private static Stream<Mistake> ofTheFile() {
        return Stream.of(
                seen(
                        "unknown key",
                        "    namespace: shop\n    promote",
                        "    namspace: shop\n    promote",
                        ":39:5: found the unknown key 'namspace'",
                        "did you mean 'namespace'?"),
                seen(
                        "missing key",
                        "metadata: { name: shop, team: storefront }",
                        "metadata: { team: storefront }",
                        ":3:11: found no 'name', expected name: a name of"),
                seen(
                        "unit missing",
                        "soak: 30m",
                        "soak: 30",
                        "found '30', expected a time with its unit"),
                seen(
                        "age without a unit",
                        "vulnerability-scan: 24h",
                        "vulnerability-scan: 24",
                        "expected a time with its unit"),
                seen(
                        "number for a flag",
                        "production: true",
                        "production: 1",
                        "found '1', expected true or false"),
                seen(
                        "yes for a flag",
                        "production: true",
                        "production: yes",
                        "found 'yes', expected true or false"),
                seen(
                        "text for a number",
                        "count: 1",
                        "count: one",
                        "found 'one', expected a whole number from 1 to 20"),
                seen(
                        "no approval asked for",
                        "count: 1",
                        "count: 0",
                        "found '0', expected a whole number"),
                seen(
                        "map for a list",
                        "collections: [minimal, change-basic]",
                        "collections: { minimal: 1 }",
                        "found a map, expected a list"),
                seen(
                        "text for a list",
                        "after: [dev]",
                        "after: dev",
                        "found 'dev', expected a list",
                        "put it in [ ]"),
                seen(
                        "empty list",
                        "collections: [minimal, change-basic]",
                        "collections: []",
                        "found an empty list"),
                seen(
                        "nothing",
                        "namespace: shop\n    promote",
                        "namespace:\n    promote",
                        "found nothing, expected a Kubernetes namespace"),
                seen(
                        "number for text",
                        "{ tag: main }",
                        "{ tag: 1.0 }",
                        "found '1.0', expected a tag",
                        "put it in quotes"),
                seen(
                        "image with a tag",
                        "image: registry.example.org:5000/shop/checkout",
                        "image: registry.example.org:5000/shop/checkout:1",
                        "without tag or digest"),
                seen(
                        "image without a registry",
                        "image: registry.example.org:5000/shop/checkout",
                        "image: shop/checkout",
                        "with its registry"),
                seen(
                        "unknown word",
                        "require: [reason, ticket, back-out]",
                        "require: [reason, tickets]",
                        "did you mean 'ticket'?"),
                seen(
                        "unknown role",
                        "requester: [developers]",
                        "requestor: [developers]",
                        "the unknown key 'requestor'",
                        "did you mean 'requester'?"),
                seen(
                        "unknown kind of workload",
                        "{ kind: Deployment, name: payments",
                        "{ kind: Deploymnt, name: payments",
                        "did you mean 'Deployment'?"),
                seen(
                        "workload of a later version",
                        "{ kind: Deployment, name: payments",
                        "{ kind: StatefulSet, name: payments",
                        "'StatefulSet', which is not supported yet"),
                seen(
                        "unknown kind of evidence",
                        "for: [signature, test]",
                        "for: [signatur]",
                        "did you mean 'signature'?"),
                seen(
                        "evidence of a later version",
                        "for: [signature, test]",
                        "for: [sbom]",
                        "'sbom', which is not supported yet"),
                seen(
                        "later: metrics",
                        "  policy: {",
                        "  metrics: [{ name: main, prometheus: https://p }]\n  policy: {",
                        "'metrics', which is not supported yet"),
                seen(
                        "later: signing",
                        "roles:",
                        "signing: { key: x }\nroles:",
                        "'signing', which is not supported yet"),
                seen(
                        "later: strategies",
                        "roles:",
                        "strategies: { plain: { rolling: {} } }\nroles:",
                        "'strategies', which is not supported yet"),
                seen(
                        "later: hotfix",
                        "    production: true",
                        "    hotfix: {}\n    production: true",
                        "'hotfix', which is not supported yet"),
                seen(
                        "later: waivers",
                        "    production: true",
                        "    waivers: { longest: 30d }\n    production: true",
                        "'waivers', which is not supported yet"),
                seen(
                        "later: when",
                        "[{ count: 1, ",
                        "[{ count: 1, when: {}, ",
                        "'when', which is not supported yet"),
                seen(
                        "later: onHarm",
                        "candidate: { tag: main }",
                        "onHarm: hold",
                        "'onHarm', which is not supported yet"),
                seen(
                        "later: managed OPA",
                        "opa: https://opa.example.org",
                        "opa: managed",
                        "'managed', which is not supported yet"),
                seen(
                        "OPA without a scheme",
                        "opa: https://opa.example.org",
                        "opa: opa.example.org",
                        "begins with http:// or https://"),
                seen(
                        "wrong version",
                        "drawbridge.dev/v1",
                        "drawbridge.dev/v2",
                        "expected drawbridge.dev/v1"),
                seen("upper case name", "- name: payments", "- name: Payments", "lower-case"),
                unseen(
                        "duplicate key",
                        "namespace: shop\n    promote",
                        "namespace: shop\n    namespace: other\n    promote",
                        "the key 'namespace' a second time"),
                unseen(
                        "token",
                        "{ tag: main }",
                        "{ tag: ghp_0123456789abcdefghij0123456789abcdef }",
                        "a value that looks like a secret (not shown)",
                        "keychain"),
                seen(
                        "password in an address",
                        "https://opa.example.org",
                        "https://me:hunter22@opa.example.org",
                        "looks like a secret (not shown)"),
                seen(
                        "password key",
                        "  policy: {",
                        "  password: hunter22\n  policy: {",
                        "the unknown key 'password'",
                        "keychain"),
                unseen(
                        "authorization header",
                        "{ opa: https://opa.example.org }",
                        "{ opa: https://opa.example.org, headers: { Authorization: xyz } }",
                        "the header 'Authorization'",
                        "keychain"),
                unseen(
                        "secret in parameters",
                        "{ hosts: [registry.example.org:5000] }",
                        "{ hosts: [\"eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc\"] }",
                        "looks like a secret (not shown)"),
                unseen(
                        "two environments of one name",
                        "\nservices:",
                        "  - { name: dev, cluster: { context: x }, namespace: shop, gate: { collections: [minimal] } }\n\nservices:",
                        "a second environment 'dev'",
                        "the first is in line 37"),
                unseen(
                        "two services of one name",
                        "- name: payments",
                        "- name: checkout",
                        "a second service 'checkout'"),
                unseen("two keys of one id", "id: scanner", "id: build", "a second key 'build'"),
                unseen(
                        "one address of two people",
                        "git: [bot@example.org]",
                        "git: [Rita@example.org]",
                        "'Rita@example.org' a second time",
                        "'Rita R.' in line"),
                unseen(
                        "cycle",
                        "    namespace: shop\n    promote: auto",
                        "    namespace: shop\n    after: [production]",
                        "a cycle: production after staging after dev after production",
                        "an order with a beginning"),
                unseen(
                        "after itself",
                        "after: [dev]",
                        "after: [staging]",
                        "a cycle: staging after staging"),
                unseen(
                        "after an unknown one",
                        "after: [dev]",
                        "after: [dve]",
                        "the unknown environment 'dve'",
                        "did you mean 'dev'?"),
                unseen(
                        "protected without approvals",
                        "      approvals: [{ count: 1, groups: [release-managers] }]\n",
                        "",
                        "a protected environment without approvals"),
                unseen(
                        "protected without records",
                        "    records: shop-releases\n",
                        "",
                        "a protected environment without 'records'",
                        "such as records: shop-releases"),
                unseen(
                        "protected with records among the workloads",
                        "records: shop-releases",
                        "records: shop",
                        "found the application's namespace"),
                unseen(
                        "protected and automatic",
                        "    protected: true",
                        "    protected: true\n    promote: auto",
                        "promote: auto where the environment is protected"),
                unseen(
                        "a group that may not approve",
                        "groups: [release-managers]",
                        "groups: [release-manager]",
                        "'release-manager', which hasn't the role approver",
                        "did you mean 'release-managers'?"),
                unseen(
                        "records of two environments",
                        "context: shop-staging",
                        "context: shop-dev",
                        "the records namespace 'shop' of 'dev'"),
                unseen(
                        "soak with nothing before",
                        "    gate: { collections: [minimal] }\n  - name: staging",
                        "    gate: { collections: [minimal], soak: 5m }\n  - name: staging",
                        "soak without 'after'"),
                unseen(
                        "tag and range",
                        "candidate: { tag: main }",
                        "candidate: { tag: main, semver: \">1\" }",
                        "both tag and semver"),
                unseen(
                        "one container of two services",
                        "name: payments, container: app }",
                        "name: checkout, container: app }",
                        "which 'checkout' also names in 'dev'"),
                unseen(
                        "unknown environment of a workload",
                        "environments: { production: {",
                        "environments: { prod: {",
                        "the unknown environment 'prod'"),
                unseen(
                        "key without certificate",
                        "ca: certs/company-ca.pem",
                        "clientKey: certs/company-ca.pem",
                        "clientKey without clientCertificate"),
                unseen(
                        "key file missing",
                        "keys/build.pub",
                        "keys/biuld.pub",
                        "no file 'keys/biuld.pub'",
                        "paths start at the workspace file's folder"),
                unseen("key file is a folder", "keys/build.pub", "keys", "a folder at 'keys'"),
                unseen(
                        "key file is no key",
                        "keys/build.pub",
                        "calendars/freeze.ics",
                        "no public key in 'calendars/freeze.ics'"),
                unseen(
                        "freeze missing",
                        "calendars/freeze.ics",
                        "calendars/no.ics",
                        "no file 'calendars/no.ics', expected an iCalendar file"));
    }
}
