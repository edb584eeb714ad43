package tests.authz

import data.system.authz

decision := {"method": "POST", "path": ["v1", "data", "slipway", "decision"], "identity": "good"}

tokens := [crypto.sha256("good")]

asked(change) if authz.allow with input as object.union(decision, change) with data.access.tokens as tokens

test_a_known_token_may_ask if asked({})

test_an_unknown_token_may_not if not asked({"identity": "bad"})

test_the_hash_itself_is_no_token if not asked({"identity": tokens[0]})

test_without_a_token_nothing_is_asked if {
	not authz.allow with input as object.remove(decision, ["identity"]) with data.access.tokens as tokens
}

test_no_tokens_at_all_means_nobody if {
	not authz.allow with input as decision with data.access as {}
}

test_the_token_opens_nothing_else if {
	every change in [
		{"method": "GET"},
		{"method": "PUT", "path": ["v1", "data", "access"]},
		{"path": ["v1", "data"]},
		{"path": ["v1", "data", "access", "tokens"]},
		{"path": ["v1", "data", "slipway", "decision", "deny"]},
		{"path": ["v1", "policies"]},
		{"path": ["v1", "compile"]},
		{"path": ["v1", "config"]},
	] {
		not asked(change)
	}
}

test_anybody_may_ask_for_health if {
	authz.allow with input as {"method": "GET", "path": ["health"]} with data.access.tokens as tokens
}
