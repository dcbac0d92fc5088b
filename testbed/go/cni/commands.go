//go:build commands

// Package commands names the network plug-ins of the node. It is never
// compiled: see the build tag.
package commands

import (
	_ "github.com/containernetworking/plugins/plugins/ipam/host-local"
	_ "github.com/containernetworking/plugins/plugins/main/bridge"
	_ "github.com/containernetworking/plugins/plugins/main/loopback"
)
