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
#   remedy: Sign the digest in the build with a key that the workspace trusts for signatures (cosign sign).
#   depends: []
#   parameters: []
package drawbridge.rules.image_signature_trusted

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

signature := input.evidence.signature.document

subject := input.candidate.digest

levels := {
	"missing": "cant-tell",
	"invalid": "deny",
	"untrusted": "deny",
	"claimed": "cant-tell",
	"unreadable": "cant-tell",
	"unreachable": "cant-tell",
}

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

report contains lib.finding(meta, levels[signature.state], subject, message, [$"signature {signature.state}"]) if {
	message := lib.unusable_text("signature", signature)
}
