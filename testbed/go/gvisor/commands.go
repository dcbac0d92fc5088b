//go:build commands

// Package commands names gVisor's runtime and its shim. It is never compiled:
// see the build tag.
package commands

import (
	_ "gvisor.dev/gvisor/runsc"
	_ "gvisor.dev/gvisor/shim"
)
