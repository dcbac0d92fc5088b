package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	v1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// Pods that no policy can tell apart, so that each pair is asked for once: the matcher itself asks
// for every pair.
type group struct {
	end
	pods int
}

// folder answers for a generated cluster (ringfence-bench generate), from its files, between which
// pods any port is open: the question that ringfence-bench side-by-side answers. Pods of the host's
// network are left out on both sides, since the matcher takes them for others.
func folder(path string) {
	start := time.Now()
	var policies struct{ Items []*networkingv1.NetworkPolicy }
	read(filepath.Join(path, "networkpolicies.json"), &policies)
	var namespaces struct{ Items []v1.Namespace }
	read(filepath.Join(path, "namespaces.json"), &namespaces)
	var pods struct{ Items []v1.Pod }
	read(filepath.Join(path, "pods.json"), &pods)
	for _, policy := range policies.Items {
		setDefaults(policy)
	}
	compiled := matcher.BuildNetworkPolicies(false, policies.Items)
	groups, count := grouped(pods.Items, labelsOf(namespaces.Items))
	probes := probesOf(policies.Items)
	var open, asked int
	for _, from := range groups {
		for _, to := range groups {
			for _, at := range probes {
				asked++
				if allowed(compiled, from.end, to.end, at) {
					open += from.pods * to.pods
					break
				}
			}
		}
	}
	fmt.Printf("cyclonus: %d pods in %d groups, %d policies, %d open pairs of pods, %d questions, %.2f s\n",
		count, len(groups), len(policies.Items), open, asked, time.Since(start).Seconds())
}

func read(file string, into any) {
	content, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(content, into)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cyclonus:", err)
		os.Exit(2)
	}
}

func labelsOf(namespaces []v1.Namespace) map[string]map[string]string {
	labels := map[string]map[string]string{}
	for _, namespace := range namespaces {
		own := map[string]string{"kubernetes.io/metadata.name": namespace.Name}
		for key, value := range namespace.Labels {
			own[key] = value
		}
		labels[namespace.Name] = own
	}
	return labels
}

func grouped(pods []v1.Pod, labels map[string]map[string]string) ([]group, int) {
	known := map[string]int{}
	var groups []group
	count := 0
	for _, pod := range pods {
		if pod.Spec.HostNetwork {
			continue
		}
		count++
		var ports []port
		for _, container := range pod.Spec.Containers {
			for _, one := range container.Ports {
				ports = append(ports, port{one.Name, probe{int(one.ContainerPort), one.Protocol}})
			}
		}
		key := fmt.Sprint(pod.Namespace, pod.Labels, ports)
		at, found := known[key]
		if !found {
			at = len(groups)
			known[key] = at
			groups = append(groups, group{end: end{
				Namespace:       pod.Namespace,
				NamespaceLabels: labels[pod.Namespace],
				Labels:          pod.Labels,
				Address:         pod.Status.PodIP,
				Ports:           ports,
			}})
		}
		groups[at].pods++
	}
	return groups, count
}

// Every port that a policy names, and one that none names.
func probesOf(policies []*networkingv1.NetworkPolicy) []probe {
	seen := map[string]probe{"other": {Port: 1, Protocol: v1.ProtocolTCP}}
	note := func(ports []networkingv1.NetworkPolicyPort) {
		for _, one := range ports {
			if one.Port != nil && one.Protocol != nil {
				seen[one.Port.String()+strings.ToLower(string(*one.Protocol))] =
					probe{one.Port.IntValue(), *one.Protocol}
			}
		}
	}
	for _, policy := range policies {
		for _, rule := range policy.Spec.Ingress {
			note(rule.Ports)
		}
		for _, rule := range policy.Spec.Egress {
			note(rule.Ports)
		}
	}
	var keys []string
	for key := range seen {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var probes []probe
	for _, key := range keys {
		probes = append(probes, seen[key])
	}
	return probes
}
