# METADATA
# title: The image is signed by a trusted key
# description: |
#   A signature over the candidate's digest verifies with a key that the workspace trusts for signatures. An attestation
#   isn't a signature. The transparency log isn't consulted.
# custom:
#   id: image.signature_trusted
#   controls:
#     - SSDF 1.1 PS.2.1
#     - NIST SP 800-53 r5 SI-7
#     - NIST SP 800-53 r5 CM-14
#     - NIST SP 800-53 r5 SR-11
#     - PCI DSS 4.0.1 6.5.4
#     - SOC 2 CC6.8
#     - CIS Kubernetes 1.12 5.5.1
#   remedy: Find out who signed it; sign the digest in the build (cosign sign) with a key that the workspace trusts for signature.
#   remedy_cant_tell: Sign this digest (cosign sign) with a key that the workspace trusts for signature.
#   depends: []
#   parameters: []
package drawbridge.rules.image_signature_trusted

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

signature := input.evidence.signature.document

subject := input.candidate.digest

# Signed, and not by whom it should be.
wrong := {"invalid", "untrusted"}

fact := $"signature {signature.state}"

report contains lib.finding(meta, "fine", subject, message, []) if {
	signature.state == "read"
	signature.subject == subject
	message := $"The key {object.get(signature, "signer", "without a name")} signed this digest; the transparency log was not checked."
}

report contains lib.finding(meta, "cant-tell", subject, message, ["signature for another digest"]) if {
	signature.state == "read"
	named := object.get(signature, "subject", "no digest")
	named != subject
	message := $"The signature found is for {named}; wanted is one for {subject}."
}

report contains lib.finding(meta, "deny", subject, lib.unusable_text("signature", signature), [fact]) if signature.state in wrong

report contains lib.unjudged(meta, "signature", subject, signature, [fact]) if {
	signature.state != "read"
	not signature.state in wrong
}
