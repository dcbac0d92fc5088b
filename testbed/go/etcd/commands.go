//go:build commands

// Package commands names etcd's server, so that `go mod tidy` keeps what it
// needs. It is a module of its own because Kubernetes and etcd pin different
// versions of what they share. It is never compiled: see the build tag.
package commands

import _ "go.etcd.io/etcd/server/v3"
