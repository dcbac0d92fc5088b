// Asks Cyclonus' matcher (github.com/mattfenwick/cyclonus), which others wrote, who may connect to
// whom. Each line of standard input is a question, and each line of standard output its answer: one
// character for each source, destination and probe, in this order, 1 where the connection is
// allowed. An end without a namespace is an address outside. With a folder as its argument it
// answers for a generated cluster instead (benchmark/side-by-side).
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	v1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

type question struct {
	Policies []*networkingv1.NetworkPolicy
	Ends     []end
	Probes   []probe
}

type end struct {
	Namespace       string
	NamespaceLabels map[string]string
	Labels          map[string]string
	Address         string
	Ports           []port
}

type port struct {
	Name string
	probe
}

type probe struct {
	Port     int
	Protocol v1.Protocol
}

func main() {
	if len(os.Args) == 2 {
		folder(os.Args[1])
		return
	}
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	answers := bufio.NewWriter(os.Stdout)
	decoder := json.NewDecoder(lines)
	for decoder.More() {
		var asked question
		if err := decoder.Decode(&asked); err != nil {
			fmt.Fprintln(os.Stderr, "cyclonus: not a question:", err)
			os.Exit(2)
		}
		fmt.Fprintln(answers, answer(&asked))
		answers.Flush()
	}
}

func answer(asked *question) string {
	for _, policy := range asked.Policies {
		setDefaults(policy)
	}
	policies := matcher.BuildNetworkPolicies(false, asked.Policies)
	var open strings.Builder
	for _, from := range asked.Ends {
		for _, to := range asked.Ends {
			for _, at := range asked.Probes {
				if allowed(policies, from, to, at) {
					open.WriteByte('1')
				} else {
					open.WriteByte('0')
				}
			}
		}
	}
	return open.String()
}

// A connection goes to a number; it is the destination that gives it names, maybe several.
func allowed(policies *matcher.Policy, from, to end, at probe) bool {
	names := []string{""}
	for _, port := range to.Ports {
		if port.probe == at {
			names = append(names, port.Name)
		}
	}
	// Each direction by itself: the rule that lets it out and the one that lets it in may use
	// different names of one port.
	in, out := false, false
	for _, name := range names {
		result := policies.IsTrafficAllowed(&matcher.Traffic{
			Source:           peer(from),
			Destination:      peer(to),
			ResolvedPort:     at.Port,
			ResolvedPortName: name,
			Protocol:         at.Protocol,
		})
		in = in || result.Ingress.IsAllowed()
		out = out || result.Egress.IsAllowed()
	}
	return in && out
}

func peer(end end) *matcher.TrafficPeer {
	if end.Namespace == "" {
		return &matcher.TrafficPeer{IP: end.Address}
	}
	return &matcher.TrafficPeer{
		IP: end.Address,
		Internal: &matcher.InternalPeer{
			Namespace:       end.Namespace,
			NamespaceLabels: end.NamespaceLabels,
			PodLabels:       end.Labels,
		},
	}
}

// What the API server sets before anybody sees the policy: the matcher refuses one without types.
func setDefaults(policy *networkingv1.NetworkPolicy) {
	if len(policy.Spec.PolicyTypes) == 0 {
		policy.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
		if len(policy.Spec.Egress) > 0 {
			policy.Spec.PolicyTypes = append(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
		}
	}
}
