# Lists that operators may change without touching rules: their values replace or extend the shipped ones.
package slipway.settings

current := object.union(data.slipway.defaults, data.slipway.overrides)
