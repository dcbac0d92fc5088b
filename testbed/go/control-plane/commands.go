//go:build commands

// Package commands names the programs of the control plane, so that
// `go mod tidy` keeps what they need. It is never compiled: a command cannot be
// imported, and the build tag keeps the compiler from trying.
package commands

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kube-scheduler"
)
