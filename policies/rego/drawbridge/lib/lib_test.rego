package drawbridge.lib_test

import data.drawbridge.lib

meta := {
	"title": "A rule",
	"custom": {
		"id": "a.rule",
		"controls": ["X 1"],
		"remedy": "Mend it.",
		"remedy_cant_tell": "Bring it.",
		"depends": ["time"],
		"parameters": [
			{"name": "text", "type": "string", "default": "x"},
			{"name": "number", "type": "integer", "default": 1},
			{"name": "flag", "type": "boolean", "default": false},
			{"name": "list", "type": "strings", "default": []},
			{"name": "word", "type": "string", "default": "a", "values": ["a", "b"]},
			{"name": "words", "type": "strings", "default": ["a"], "values": ["a", "b"]},
		],
	},
}

from(moment) := object.union(meta, {"custom": {"effective_on": moment}})

set(parameters) := {"environment": {"parameters": {"a.rule": parameters}}}

test_a_finding_joins_annotations_and_what_was_seen if {
	lib.finding(meta, "deny", "s", "m", {"b", "a"}) == {
		"id": "a.rule",
		"title": "A rule",
		"level": "deny",
		"controls": ["X 1"],
		"subject": "s",
		"message": "m",
		"remedy": "Mend it.",
		"facts": ["a", "b"],
		"depends": ["time"],
	}
}

test_where_it_cannot_tell_the_remedy_is_what_lets_it_tell if {
	lib.finding(meta, "cant-tell", "s", "m", []).remedy == "Bring it."
	lib.unjudged(meta, "report", "s", {"state": "missing"}, []).remedy == "Bring it."
	lib.unjudged(meta, "report", "s", {"state": "invalid"}, []).remedy == "Bring it."
	contains(lib.unjudged(meta, "report", "s", {"state": "unreachable"}, []).remedy, "drawbridge connect test")
}

test_a_parameter_takes_only_the_values_it_knows if {
	lib.parameter(meta, "word") == "b" with input as set({"word": "b"})
	lib.parameter(meta, "words") == ["b", "a"] with input as set({"words": ["b", "a"]})
	every wrong in [{"word": "c"}, {"words": ["a", "c"]}] {
		some name, _ in wrong
		not lib.parameter(meta, name) with input as set(wrong)
	}
}

test_a_deny_before_its_day_is_a_warning if {
	before := lib.finding(from(101), "deny", "s", "m", []) with input as {"now": 100}
	before.level == "warn"
	before.effectiveOn == 101
	on_the_day := lib.finding(from(100), "deny", "s", "m", []) with input as {"now": 100}
	on_the_day.level == "deny"
	other := lib.finding(from(101), "cant-tell", "s", "m", []) with input as {"now": 100}
	other.level == "cant-tell"
}

test_a_parameter_is_what_is_set_else_its_default if {
	lib.parameter(meta, "text") == "x" with input as {"environment": {"parameters": {}}}
	lib.parameter(meta, "text") == "y" with input as set({"text": "y"})
	lib.parameter(meta, "number") == 7 with input as set({"number": 7})
	lib.parameter(meta, "flag") == true with input as set({"flag": true})
	lib.parameter(meta, "list") == ["a"] with input as set({"list": ["a"]})
}

test_a_parameter_of_another_type_is_undefined if {
	every wrong in [{"text": 1}, {"number": "1"}, {"number": -1}, {"number": 0.5}, {"flag": "true"}, {"list": "a"}, {"list": [1]}] {
		some name, _ in wrong
		not defined(name, wrong)
	}
}

defined(name, parameters) if {
	value := lib.parameter(meta, name) with input as set(parameters)
	value != "no such value"
}

test_dates_are_right_over_leap_years_and_centuries if {
	every moment, text in {
		0: "1970-01-01 00:00 UTC",
		951782399: "2000-02-28 23:59 UTC",
		951782400: "2000-02-29 00:00 UTC",
		951868800: "2000-03-01 00:00 UTC",
		1709164800: "2024-02-29 00:00 UTC",
		1735689599: "2024-12-31 23:59 UTC",
		1735689600: "2025-01-01 00:00 UTC",
		1795266000: "2026-11-21 13:00 UTC",
		4107542400: "2100-03-01 00:00 UTC",
	} {
		lib.utc(moment) == text
	}
}

test_lengths_of_time_are_in_the_largest_unit_of_two_or_more if {
	every seconds, text in {
		0: "0 s",
		119: "119 s",
		120: "2 minutes",
		7199: "119 minutes",
		7200: "2 hours",
		172799: "47 hours",
		172800: "2 days",
	} {
		lib.span(seconds) == text
	}
}

test_references_are_taken_apart if {
	sha := "sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
	every reference, parts in {
		"busybox": {"host": "docker.io", "tag": "", "digest": ""},
		"library/busybox:1.36": {"host": "docker.io", "tag": "1.36", "digest": ""},
		"localhost/a:b": {"host": "localhost", "tag": "b", "digest": ""},
		"r.example.org:5000/a/b": {"host": "r.example.org:5000", "tag": "", "digest": ""},
		$"r.example.org/a:b@{sha}": {"host": "r.example.org", "tag": "b", "digest": sha},
		"r.example.org/a@sha256:short": {"host": "r.example.org", "tag": "", "digest": ""},
	} {
		lib.image(reference) == parts
	}
}

test_words_are_listed if {
	lib.listed({"b", "a"}) == "a, b"
	lib.listed([]) == "none"
	lib.either(["b", "a"]) == "a or b"
	lib.counted(1, "egg", "eggs") == "1 egg"
	lib.counted(0, "egg", "eggs") == "0 eggs"
}

test_a_reason_is_appended_without_its_full_stop if {
	lib.unusable_text("scan", {"state": "missing", "why": "None is there."}) == "The scan is missing: None is there."
	lib.unusable_text("scan", {"state": "unreachable"}) == "The scan can't be reached."
}
