//go:build commands

// Package commands names runc, whose root package is the command. It is never
// compiled: see the build tag.
package commands

import _ "github.com/opencontainers/runc"
