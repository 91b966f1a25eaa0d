package drawbridge.rules.image_signature_trusted_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.image_signature_trusted as rule

test_fine_by_a_trusted_key if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
	contains(given.messages(found), "The key build signed this digest; the transparency log was not checked")
}

test_missing_is_cant_tell_and_broken_is_denied if {
	expected := {
		"missing": "cant-tell",
		"invalid": "deny",
		"untrusted": "deny",
		"claimed": "cant-tell",
		"unreadable": "cant-tell",
		"unreachable": "cant-tell",
	}
	every state, level in expected {
		found := rule.report with input as given.changed({"evidence": {"signature": {"document": given.absent(state)}}})
		given.levels(found) == {level}
		given.facts(found) == {$"signature {state}"}
	}
}

test_cannot_tell_by_a_signature_for_another_digest if {
	found := rule.report with input as given.changed({"evidence": {"signature": {"document": {"subject": given.other}}}})
	given.levels(found) == {"cant-tell"}
}

test_cannot_tell_by_a_signature_for_no_digest if {
	found := rule.report with input as given.without(["/evidence/signature/document/subject"])
	given.levels(found) == {"cant-tell"}
	contains(given.messages(found), "is for no digest")
}
