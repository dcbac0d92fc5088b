//go:build commands

// Package commands names containerd, its client and its shim. It is never
// compiled: see the build tag.
package commands

import (
	_ "github.com/containerd/containerd/v2/cmd/containerd"
	_ "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2"
	_ "github.com/containerd/containerd/v2/cmd/ctr"
)
