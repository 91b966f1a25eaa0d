package dev.drawbridge.delivery.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A folder with the files that {@link #SHOP} names. */
public final class WorkspaceFolder {

    /** The whole core of the file's form. */
    public static final String SHOP =
            """
            apiVersion: drawbridge.dev/v1
            kind: Workspace
            metadata: { name: shop, team: storefront }

            connections:
              registries:
                - host: registry.example.org:5000
                  ca: certs/company-ca.pem
                  evidence: registry.example.org:5000/evidence
              policy: { opa: https://opa.example.org }

            roles:
              requester: [developers]
              approver: [release-managers, compliance]
              compliance: [compliance]
              operator: [release-managers, sre]
              break-glass: [sre-lead]
              platform: [platform]

            environments:
              - name: production
                cluster: { context: shop-prod, uid: 5d2c0000-0000-0000-0000-000000000001 }
                namespace: shop
                records: shop-releases
                after: [staging]
                production: true
                protected: true
                rollback: { free: 14d }
                gate:
                  collections: [minimal, change-basic]
                  soak: 30m
                  parameters: { image.registry_allowed: { hosts: [registry.example.org:5000] } }
                  evidence: { maxAge: { vulnerability-scan: 24h } }
                  request: { require: [reason, ticket, back-out] }
                  approvals: [{ count: 1, groups: [release-managers] }]
                  freeze: calendars/freeze.ics
              - name: dev
                cluster: { context: shop-dev }
                namespace: shop
                promote: auto
                gate: { collections: [minimal] }
              - name: staging
                cluster: { context: shop-staging }
                namespace: shop
                after: [dev]
                gate: { collections: [minimal] }

            services:
              - name: checkout
                image: registry.example.org:5000/shop/checkout
                candidate: { tag: main }
                source: { git: https://git.example.org/shop/checkout, path: checkout/ }
                workload: { kind: Deployment, name: checkout, container: app, environments: { production: { name: checkout-v1 } } }
              - name: payments
                image: registry.example.org:5000/shop/payments
                candidate: { semver: ">=1" }
                workload: { kind: Deployment, name: payments, container: app }

            people:
              - { name: Rita R., cluster: [rita@shop, "arn:aws:iam::1:user/rita"], git: [rita@example.org] }
              - { name: renovate, git: [bot@example.org], bot: true }

            trust:
              keys:
                - { id: build, file: keys/build.pub, for: [signature, test] }
                - { id: scanner, file: keys/scanner.pub, for: [vulnerability-scan] }
            """;

    private WorkspaceFolder() {}

    /** Writes the text as drawbridge.yaml, and the files that SHOP names, into a folder. */
    public static Path write(Path folder, String yaml) throws IOException {
        for (String name : new String[] {"certs", "calendars", "keys"}) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.writeString(folder.resolve("certs/company-ca.pem"), "-----BEGIN CERTIFICATE-----\n");
        Files.writeString(
                folder.resolve("calendars/freeze.ics"), "BEGIN:VCALENDAR\nEND:VCALENDAR\n");
        Files.writeString(folder.resolve("keys/build.pub"), publicKey());
        Files.writeString(folder.resolve("keys/scanner.pub"), publicKey());
        return Files.writeString(folder.resolve("drawbridge.yaml"), yaml);
    }

    private static String publicKey() {
        try {
            byte[] der =
                    KeyPairGenerator.getInstance("Ed25519")
                            .generateKeyPair()
                            .getPublic()
                            .getEncoded();
            return "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(der)
                    + "\n-----END PUBLIC KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
