//go:build commands

// Package commands names the kubelet. It is a module apart from the control
// plane's, which is cached on its own. It is never compiled: see the build tag.
package commands

import _ "k8s.io/kubernetes/cmd/kubelet"
