# Who may call this server: a known token may ask for the decision, anybody may ask whether the server is alive.
package system.authz

default allow := false

allow if {
	input.method == "POST"
	input.path == ["v1", "data", "slipway", "decision"]
	crypto.sha256(input.identity) in data.access.tokens
}

allow if {
	input.method == "GET"
	input.path == ["health"]
}
